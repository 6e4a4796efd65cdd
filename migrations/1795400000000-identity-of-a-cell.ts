import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a cell's identity says beyond its columns so far; null where it says nothing, as in every cell until now. */
export class IdentityOfACell1795400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE cell
        ADD COLUMN modelled boolean CHECK (modelled),
        ADD COLUMN gpus_active integer,
        ADD COLUMN output_token_range text;
      COMMENT ON COLUMN cell.modelled IS 'the energy was computed by a model; null where a meter saw it';
      COMMENT ON COLUMN cell.gpus_active IS 'GPUs at work; null where nobody says, and where there is one at most';
      COMMENT ON COLUMN cell.output_token_range IS 'range of the output tokens per unit; null where of no account';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE cell DROP COLUMN modelled, DROP COLUMN gpus_active, DROP COLUMN output_token_range',
    );
  }
}
