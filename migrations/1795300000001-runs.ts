import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Measured runs with their phases, and the sufficient statistics of each cell of comparable runs. */
export class Runs1795300000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE cell (
        id uuid PRIMARY KEY,
        source_id text NOT NULL REFERENCES source,
        task text NOT NULL REFERENCES task,
        zero_shot boolean NOT NULL,
        input_variant text,
        cohort text,
        model_id text NOT NULL REFERENCES ai_model,
        dataset text REFERENCES dataset,
        hardware text NOT NULL REFERENCES hardware,
        energy_scope text NOT NULL,
        energy_method text NOT NULL,
        meter text,
        phase text NOT NULL,
        weight_precision text,
        engine text,
        parallelism text,
        scenario text,
        batch_size double precision,
        output_shape text
      );
      COMMENT ON TABLE cell IS 'runs that may be averaged: same source, task, model, dataset, hardware, scope and load';

      CREATE TABLE run (
        seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        id uuid PRIMARY KEY,
        cell_id uuid NOT NULL REFERENCES cell,
        source_id text NOT NULL REFERENCES source,
        source_version text NOT NULL,
        external_id text NOT NULL,
        source_path text,
        source_row integer,
        licence text,
        measured_at text,
        task text NOT NULL REFERENCES task,
        dataset text REFERENCES dataset,
        zero_shot boolean NOT NULL,
        input_variant text,
        cohort text,
        model_id text NOT NULL REFERENCES ai_model,
        model_id_reported text,
        parameters bigint,
        active_parameters bigint,
        weight_precision text,
        engine text,
        hardware text NOT NULL REFERENCES hardware,
        gpus_active integer,
        parallelism text,
        country text,
        region text,
        energy_scope text NOT NULL,
        energy_method text NOT NULL,
        measured boolean NOT NULL,
        meter_tool text,
        meter_version text,
        batch_size_mean double precision,
        batch_size_max double precision,
        input_tokens_per_unit double precision,
        output_tokens_per_unit double precision,
        throughput_units_per_s double precision,
        latency_s double precision,
        scenario text,
        image_width integer,
        image_height integer,
        steps integer,
        frames integer,
        fps double precision,
        emissions_reported_kg double precision,
        grid_reported_g_per_kwh double precision,
        qc_flags text[] NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (source_id, external_id)
      );
      CREATE INDEX run_cell ON run (cell_id, seq);
      CREATE INDEX run_task ON run (task, seq);
      CREATE INDEX run_model ON run (model_id, seq);

      CREATE TABLE run_phase (
        run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
        phase text NOT NULL,
        unit text NOT NULL,
        unit_count double precision,
        energy_total_j double precision,
        energy_gpu_j double precision,
        energy_cpu_j double precision,
        energy_ram_j double precision,
        energy_per_unit_j double precision NOT NULL CHECK (energy_per_unit_j > 0),
        energy_per_output_token_j double precision,
        duration_s double precision,
        avg_power_w double precision,
        PRIMARY KEY (run_id, phase)
      );

      CREATE TABLE cell_statistic (
        cell_id uuid NOT NULL REFERENCES cell,
        unit text NOT NULL,
        runs integer NOT NULL,
        energy_wh_mean double precision NOT NULL,
        energy_wh_m2 double precision NOT NULL,
        ln_energy_mean double precision NOT NULL,
        ln_energy_m2 double precision NOT NULL,
        timed_runs integer NOT NULL,
        seconds_mean double precision,
        load_runs integer NOT NULL,
        load_wh_mean double precision,
        output_tokens_mean double precision,
        flags text[] NOT NULL DEFAULT '{}',
        PRIMARY KEY (cell_id, unit)
      );
      COMMENT ON TABLE cell_statistic IS 'Welford moments of energy per unit (Wh) and of its logarithm, one row per functional unit';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cell_statistic, run_phase, run, cell');
  }
}
