import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Published factor sets. What is published is never changed: the database itself refuses to. */
export class FactorSets1795300300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE factor_set_content (
        hash text PRIMARY KEY CHECK (hash ~ '^sha256:[0-9a-f]{64}$'),
        body bytea NOT NULL,
        factors integer NOT NULL,
        runs integer NOT NULL,
        models integer NOT NULL,
        datasets integer NOT NULL,
        sources integer NOT NULL,
        grid_zones integer NOT NULL,
        grid_intensities integer NOT NULL,
        cloud_regions integer NOT NULL
      );
      COMMENT ON COLUMN factor_set_content.body IS 'gzip of the canonical JSON that the hash is of';

      CREATE TABLE factor_set (
        version text PRIMARY KEY,
        hash text NOT NULL REFERENCES factor_set_content,
        method_version text NOT NULL,
        data_version text NOT NULL,
        notes text,
        published_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX factor_set_hash ON factor_set (hash);

      CREATE FUNCTION refuse_change_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION '% of % is refused: what is published stays as it is', TG_OP, TG_TABLE_NAME;
        END
      $$;
      CREATE TRIGGER factor_set_content_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON factor_set_content
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_published();
      CREATE TRIGGER factor_set_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON factor_set
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_published();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE factor_set, factor_set_content; DROP FUNCTION refuse_change_of_published');
  }
}
