import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files that were answered before they were read are kept in the database, where a kill does not lose them and any
 * replica can go on with them.
 */
export class ImportBodies1795400100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE import
        ADD COLUMN spooled boolean NOT NULL DEFAULT false,
        ADD COLUMN defaults json;
      COMMENT ON COLUMN import.spooled IS 'the whole file is in import_body: what was answered with 202 is read to its end';
      COMMENT ON COLUMN import.defaults IS 'what the request said of the runs, for whoever goes on with the file';

      CREATE TABLE import_body (
        import_id uuid NOT NULL REFERENCES import ON DELETE CASCADE,
        part integer NOT NULL,
        bytes bytea NOT NULL,
        PRIMARY KEY (import_id, part)
      );
      ALTER TABLE import_body ALTER bytes SET STORAGE EXTERNAL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE import_body;
      ALTER TABLE import DROP COLUMN defaults, DROP COLUMN spooled;
    `);
  }
}
