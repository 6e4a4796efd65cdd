import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Benchmarks that the service runs itself: what was asked for, what was measured, and who measures. */
export class Benchmarks1795300700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE benchmark_job (
        seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        id uuid PRIMARY KEY,
        created_at timestamptz NOT NULL DEFAULT now(),
        key_id text NOT NULL,
        key_name text NOT NULL,
        key_scopes text[] NOT NULL,
        request json NOT NULL,
        status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'converged',
          'not-converged', 'unmetered', 'cancelled', 'partial', 'failed')),
        needs text[] NOT NULL,
        reason text,
        failures integer NOT NULL DEFAULT 0,
        interruptions integer NOT NULL DEFAULT 0,
        cancel_requested_at timestamptz,
        worker_id uuid,
        lease uuid,
        queue_worker text,
        revision integer NOT NULL DEFAULT 1,
        progress json,
        session json,
        ending json,
        flags text[] NOT NULL DEFAULT '{}',
        run_ids text[] NOT NULL DEFAULT '{}',
        quarantine_ids text[] NOT NULL DEFAULT '{}',
        started_at timestamptz,
        ended_at timestamptz
      );
      CREATE INDEX benchmark_job_open ON benchmark_job (status, seq) WHERE status IN ('queued', 'running');
      COMMENT ON COLUMN benchmark_job.needs IS 'labels that a worker must offer, such as executor:lande';
      COMMENT ON COLUMN benchmark_job.lease IS 'of the one attempt that may write; another attempt has another';
      COMMENT ON COLUMN benchmark_job.queue_worker IS 'the name under which the queue holds its lock';
      COMMENT ON COLUMN benchmark_job.session IS 'model, inputs and environment of the latest attempt';
      COMMENT ON COLUMN benchmark_job.ending IS 'readings over loading and idling, and the drift between the latter';

      CREATE TABLE benchmark_repetition (
        job_id uuid NOT NULL REFERENCES benchmark_job (id) ON DELETE CASCADE,
        index integer NOT NULL CHECK (index >= 1),
        worker_id uuid NOT NULL,
        stored_at timestamptz NOT NULL DEFAULT now(),
        work json NOT NULL,
        reading json NOT NULL,
        idle_before json,
        gross_energy_j double precision,
        exclusivity double precision,
        flags text[] NOT NULL,
        PRIMARY KEY (job_id, index)
      );

      CREATE TABLE benchmark_worker (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        started_at timestamptz NOT NULL DEFAULT now(),
        heartbeat_at timestamptz NOT NULL DEFAULT now(),
        dead_after_s double precision NOT NULL,
        offers text[] NOT NULL,
        environment json NOT NULL
      );
      COMMENT ON COLUMN benchmark_worker.dead_after_s IS 'without a heartbeat for so long it is taken for dead';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE benchmark_repetition, benchmark_worker, benchmark_job');
  }
}
