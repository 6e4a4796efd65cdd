import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Several vintages of a zone side by side, figures that are shown but not used, zones of the live provider, and
 * PUE and WUE by provider. The tables hold only what `data/` does: they are emptied and loaded anew at the start.
 */
export class GridVintages1795300100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${EMPTY}

      ALTER TABLE grid_zone ADD COLUMN same_area_as text;

      ALTER TABLE grid_intensity
        ALTER COLUMN g_co2e_per_kwh DROP NOT NULL,
        ADD COLUMN usable boolean NOT NULL,
        ADD COLUMN second_hand boolean NOT NULL,
        ADD COLUMN basis text,
        ADD CONSTRAINT usable_has_figure CHECK (NOT usable OR g_co2e_per_kwh IS NOT NULL);

      ALTER TABLE cloud_region
        ADD COLUMN em_zone text,
        ADD COLUMN source text NOT NULL,
        ADD COLUMN licence text NOT NULL;

      CREATE TABLE provider_efficiency (
        provider text NOT NULL,
        year integer NOT NULL,
        pue double precision CHECK (pue >= 1),
        pue_year integer,
        wue_l_per_kwh double precision CHECK (wue_l_per_kwh >= 0),
        wue_year integer,
        year_basis text NOT NULL,
        scope text NOT NULL,
        source text NOT NULL,
        confidence text NOT NULL,
        second_hand boolean NOT NULL,
        note text,
        PRIMARY KEY (provider, year)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${EMPTY}
      DROP TABLE provider_efficiency;
      ALTER TABLE cloud_region DROP COLUMN em_zone, DROP COLUMN source, DROP COLUMN licence;
      ALTER TABLE grid_intensity
        DROP CONSTRAINT usable_has_figure,
        DROP COLUMN usable,
        DROP COLUMN second_hand,
        DROP COLUMN basis,
        ALTER COLUMN g_co2e_per_kwh SET NOT NULL;
      ALTER TABLE grid_zone DROP COLUMN same_area_as;
    `);
  }
}

const EMPTY = `
  DELETE FROM cloud_region;
  DELETE FROM grid_intensity;
  DELETE FROM grid_zone;
  DELETE FROM data_load WHERE folder IN ('grid/1', 'cloud-regions/1', 'pue-wue/1');
`;
