import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Receipts of estimates, what was loaded from data/, and the data version that every replica follows. */
export class EstimatesAndVersions1795300000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE estimate (
        id uuid PRIMARY KEY,
        input_hash text NOT NULL,
        input json NOT NULL,
        result json NOT NULL,
        method_version text NOT NULL,
        data_version text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE data_load (
        folder text PRIMARY KEY,
        content_hash text NOT NULL,
        loaded_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE data_version (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        epoch uuid NOT NULL DEFAULT gen_random_uuid(),
        counter bigint NOT NULL DEFAULT 0
      );
      INSERT INTO data_version DEFAULT VALUES;

      CREATE FUNCTION bump_data_version() RETURNS text LANGUAGE sql AS $$
        WITH bumped AS (UPDATE data_version SET counter = counter + 1 RETURNING epoch, counter),
          version AS (SELECT left(epoch::text, 8) || '.' || counter AS text FROM bumped),
          told AS (SELECT pg_notify('wattfactor_data', text) FROM version)
        SELECT text FROM version, told
      $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION bump_data_version; DROP TABLE data_version, data_load, estimate');
  }
}
