import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports of files with their progress, and the rows that were not accepted. */
export class Imports1795300600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE import (
        seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        id uuid PRIMARY KEY,
        key_id text NOT NULL,
        key_name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        heartbeat_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        file_name text,
        format text,
        dry_run boolean NOT NULL,
        state text NOT NULL CHECK (state IN ('running', 'done', 'failed', 'interrupted')),
        bytes bigint NOT NULL DEFAULT 0,
        rows integer NOT NULL DEFAULT 0,
        accepted integer NOT NULL DEFAULT 0,
        duplicates integer NOT NULL DEFAULT 0,
        quarantined integer NOT NULL DEFAULT 0,
        rejected integer NOT NULL DEFAULT 0,
        problem json,
        changed_factors json NOT NULL DEFAULT '[]'
      );
      COMMENT ON COLUMN import.heartbeat_at IS 'a running import whose heart has stopped was interrupted';
      COMMENT ON COLUMN import.bytes IS 'of the file, decompressed';

      CREATE TABLE import_rejection (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        import_id uuid NOT NULL REFERENCES import ON DELETE CASCADE,
        row integer NOT NULL,
        code text NOT NULL,
        field text,
        message text NOT NULL,
        quarantine_id uuid
      );
      CREATE INDEX import_rejection_import ON import_rejection (import_id, seq);
      COMMENT ON COLUMN import_rejection.row IS 'of the file from 1, headers left out; 0 is the file itself';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE import_rejection, import');
  }
}
