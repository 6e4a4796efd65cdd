import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A file that ends its service is not to end it at every start: how often it was taken over in vain is counted. */
export class ImportAttempts1795600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE import ADD COLUMN attempts integer NOT NULL DEFAULT 0;
      COMMENT ON COLUMN import.attempts IS 'how often the file was taken over since its last record was counted';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE import DROP COLUMN attempts');
  }
}
