import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sources, tasks, AI models, datasets and hardware: what a run refers to. */
export class Catalogue1795300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE source (
        slug text PRIMARY KEY,
        version text NOT NULL,
        title text NOT NULL,
        publisher text NOT NULL,
        year integer,
        url text,
        licence text NOT NULL,
        licence_url text,
        attribution text NOT NULL,
        citation text,
        energy_scope text,
        default_zone text,
        cohort text,
        cohort_description text,
        notes text[] NOT NULL DEFAULT '{}'
      );
      COMMENT ON COLUMN source.default_zone IS 'grid zone of the measurement, where the source names one';
      COMMENT ON COLUMN source.cohort IS 'the named subset of its runs that task factors are derived from';

      CREATE TABLE task (
        slug text PRIMARY KEY,
        name text NOT NULL,
        description text NOT NULL,
        input_modality text[] NOT NULL,
        output_modality text[] NOT NULL,
        functional_unit text NOT NULL,
        functional_units text[] NOT NULL,
        pipeline_tag text,
        aliases text[] NOT NULL DEFAULT '{}',
        zero_shot_variant boolean NOT NULL DEFAULT false
      );

      CREATE TABLE ai_model (
        id text PRIMARY KEY,
        parameters bigint,
        active_parameters bigint,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE dataset (
        slug text PRIMARY KEY,
        name text NOT NULL,
        description text,
        modality text[] NOT NULL DEFAULT '{}',
        hub_id text,
        url text
      );

      CREATE TABLE hardware (
        slug text PRIMARY KEY,
        name text NOT NULL,
        gpu_model text,
        gpu_count integer NOT NULL,
        gpu_memory_gb double precision,
        gpu_tdp_w double precision,
        nodes integer NOT NULL,
        cpu_model text,
        ram_gb double precision
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE hardware, dataset, ai_model, task, source');
  }
}
