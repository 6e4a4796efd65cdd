import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What estimates use beside factors and grids, and what lists of receipts are ordered and filtered by. */
export class Fleet1795300500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE embodied_item (
        id text PRIMARY KEY,
        item text NOT NULL,
        part text NOT NULL,
        kg_co2e double precision NOT NULL CHECK (kg_co2e > 0),
        boundary text NOT NULL,
        lifetime_years double precision,
        year integer,
        source text NOT NULL,
        second_hand boolean NOT NULL,
        note text
      );

      CREATE TABLE equivalence (
        id text PRIMARY KEY,
        name text NOT NULL,
        quantity text NOT NULL CHECK (quantity IN ('energy', 'emissions')),
        per_one double precision NOT NULL CHECK (per_one > 0),
        unit text NOT NULL,
        status text NOT NULL,
        basis text NOT NULL,
        vintage text NOT NULL,
        source text NOT NULL,
        second_hand boolean NOT NULL,
        note text
      );

      CREATE TABLE production_scenario (
        id text PRIMARY KEY,
        kind text NOT NULL,
        name text NOT NULL,
        central double precision NOT NULL CHECK (central > 0),
        low double precision CHECK (low > 0),
        high double precision CHECK (high >= low),
        pairs integer,
        measured_from text NOT NULL,
        measured_to text NOT NULL,
        per text NOT NULL,
        source text NOT NULL,
        year integer NOT NULL,
        confidence text NOT NULL,
        second_hand boolean NOT NULL,
        note text
      );

      CREATE TABLE production_alternative (
        task text NOT NULL,
        alternative_task text NOT NULL,
        reason text NOT NULL,
        PRIMARY KEY (task, alternative_task)
      );

      CREATE TABLE training_energy (
        model_id text PRIMARY KEY,
        training_kwh double precision NOT NULL CHECK (training_kwh > 0),
        fine_tuning_kwh double precision NOT NULL CHECK (fine_tuning_kwh >= 0),
        inference_kwh_printed double precision NOT NULL CHECK (inference_kwh_printed > 0),
        parity_printed double precision NOT NULL,
        source text NOT NULL,
        year integer NOT NULL,
        note text
      );

      ALTER TABLE estimate ADD COLUMN seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE;
      CREATE INDEX estimate_input_hash ON estimate (input_hash);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX estimate_input_hash;
      ALTER TABLE estimate DROP COLUMN seq;
      DROP TABLE training_energy, production_alternative, production_scenario, equivalence, embodied_item;
    `);
  }
}
