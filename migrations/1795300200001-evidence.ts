import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Printed factors, boundary scales, reference points, the judgement of sources, and what a load refused. */
export class Evidence1795300200001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE source ADD COLUMN pedigree json;
      COMMENT ON COLUMN source.pedigree IS 'reliability, completeness and technology: score 1 (best) to 5, and reason';

      CREATE TABLE published_factor (
        source_id text NOT NULL REFERENCES source,
        task text NOT NULL REFERENCES task,
        hardware text NOT NULL REFERENCES hardware,
        energy_scope text NOT NULL,
        energy_method text NOT NULL,
        meter text,
        phase text NOT NULL,
        unit text NOT NULL,
        batch_size double precision,
        mean_wh_per_unit double precision NOT NULL CHECK (mean_wh_per_unit > 0),
        sd_wh_per_unit double precision NOT NULL CHECK (sd_wh_per_unit >= 0),
        measured_from text,
        measured_to text,
        citation text NOT NULL,
        year integer,
        PRIMARY KEY (source_id, task, unit)
      );

      CREATE TABLE boundary_scale (
        boundary text NOT NULL,
        source_id text NOT NULL,
        task text NOT NULL REFERENCES task,
        k double precision NOT NULL CHECK (k > 0),
        source text NOT NULL,
        PRIMARY KEY (boundary, source_id, task)
      );

      CREATE TABLE reference_point (
        id text PRIMARY KEY,
        name text NOT NULL,
        output_modality text NOT NULL,
        unit text NOT NULL,
        energy_wh_per_unit double precision,
        emissions_g_per_unit double precision,
        water_ml_per_unit double precision,
        scope text NOT NULL,
        accounting text,
        method text NOT NULL,
        published text,
        year integer,
        source text NOT NULL,
        url text NOT NULL,
        confidence text NOT NULL,
        not_comparable text NOT NULL,
        note text
      );
      COMMENT ON COLUMN reference_point.not_comparable IS 'why it is shown beside results and never averaged in';

      CREATE TABLE source_load (
        source_id text PRIMARY KEY,
        folder text NOT NULL,
        records integer NOT NULL,
        accepted integer NOT NULL,
        rejected integer NOT NULL,
        rejections json NOT NULL,
        loaded_at timestamptz NOT NULL DEFAULT now()
      );
      COMMENT ON TABLE source_load IS 'the last load of each source: what was refused, and why';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE source_load, reference_point, boundary_scale, published_factor;
      ALTER TABLE source DROP COLUMN pedigree;
    `);
  }
}
