import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What CodeCarbon clients send, and what their experiments stand for. */
export class Codecarbon1795300600001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE experiment (
        seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        id uuid PRIMARY KEY,
        key_id text NOT NULL,
        key_name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        name text,
        defaults json NOT NULL
      );
      COMMENT ON COLUMN experiment.defaults IS 'what a run of the experiment does not say itself';

      CREATE TABLE codecarbon_run (
        seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        id uuid PRIMARY KEY,
        experiment_id uuid,
        key_id text NOT NULL,
        key_name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_seen_at timestamptz NOT NULL DEFAULT now(),
        started json NOT NULL,
        state text NOT NULL DEFAULT 'open'
          CHECK (state IN ('open', 'unbound', 'empty', 'closed', 'quarantined', 'superseded')),
        run_id uuid,
        quarantine_id uuid
      );
      CREATE INDEX codecarbon_run_open ON codecarbon_run (last_seen_at) WHERE state = 'open';
      CREATE INDEX codecarbon_run_unbound ON codecarbon_run (experiment_id) WHERE state = 'unbound';
      COMMENT ON COLUMN codecarbon_run.started IS 'the body of POST /codecarbon/runs';
      COMMENT ON COLUMN codecarbon_run.run_id IS 'the run that it became';

      CREATE TABLE codecarbon_emission (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        codecarbon_run_id uuid NOT NULL REFERENCES codecarbon_run,
        received_at timestamptz NOT NULL DEFAULT now(),
        duration_s double precision,
        emissions_kg double precision,
        cpu_energy_kwh double precision,
        gpu_energy_kwh double precision,
        ram_energy_kwh double precision,
        energy_kwh double precision NOT NULL,
        body json NOT NULL
      );
      CREATE INDEX codecarbon_emission_run ON codecarbon_emission (codecarbon_run_id);
      COMMENT ON TABLE codecarbon_emission IS 'each row is what was added since the row before it';

      ALTER TABLE run DROP CONSTRAINT run_status_check;
      ALTER TABLE run ADD CONSTRAINT run_status_check
        CHECK (status IN ('draft', 'published', 'rejected', 'superseded'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE run SET status = 'rejected' WHERE status = 'superseded';
      ALTER TABLE run DROP CONSTRAINT run_status_check;
      ALTER TABLE run ADD CONSTRAINT run_status_check CHECK (status IN ('draft', 'published', 'rejected'));
      DROP TABLE codecarbon_emission, codecarbon_run, experiment;
    `);
  }
}
