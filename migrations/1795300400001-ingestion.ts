import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Review of runs, records that were not accepted, answers that may be asked for again, and who did what. */
export class Ingestion1795300400001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE run
        ADD COLUMN status text NOT NULL DEFAULT 'published' CHECK (status IN ('draft', 'published', 'rejected')),
        ADD COLUMN review_reason text;
      CREATE INDEX run_unpublished ON run (status, seq) WHERE status <> 'published';

      CREATE TABLE quarantine (
        seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        id uuid PRIMARY KEY,
        received_at timestamptz NOT NULL DEFAULT now(),
        channel text NOT NULL,
        key_id text NOT NULL,
        key_name text NOT NULL,
        raw json NOT NULL,
        raw_hash text NOT NULL,
        draft json,
        problems json NOT NULL,
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'corrected', 'released', 'discarded')),
        reason text,
        run_id uuid,
        closed_at timestamptz
      );
      CREATE UNIQUE INDEX quarantine_open ON quarantine (raw_hash) WHERE state = 'open';
      CREATE INDEX quarantine_state ON quarantine (state, seq);
      COMMENT ON COLUMN quarantine.raw IS 'the record as it came; never changed';
      COMMENT ON COLUMN quarantine.draft IS 'what was read of it, where it could be read';

      CREATE TABLE idempotent_answer (
        key_id text NOT NULL,
        idempotency_key text NOT NULL,
        request_hash text NOT NULL,
        answer json NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (key_id, idempotency_key)
      );

      CREATE TABLE audit_entry (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        key_id text NOT NULL,
        key_name text NOT NULL,
        action text NOT NULL,
        subject text NOT NULL,
        details json NOT NULL
      );
      CREATE INDEX audit_subject ON audit_entry (subject, seq);

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the table % is append-only', TG_TABLE_NAME; END
      $$;
      CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE audit_entry, idempotent_answer, quarantine;
      DROP FUNCTION refuse_change;
      DROP INDEX run_unpublished;
      ALTER TABLE run DROP COLUMN review_reason, DROP COLUMN status;
    `);
  }
}
