import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Carbon intensity by zone, the names of zones, and the cloud regions that resolve to them. */
export class Grid1795300000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE grid_zone (
        code text PRIMARY KEY,
        name text NOT NULL,
        kind text NOT NULL,
        alpha2 text,
        country_alpha3 text,
        aliases text[] NOT NULL DEFAULT '{}'
      );

      CREATE TABLE grid_intensity (
        zone text NOT NULL REFERENCES grid_zone,
        vintage text NOT NULL,
        g_co2e_per_kwh double precision NOT NULL CHECK (g_co2e_per_kwh >= 0),
        year integer,
        source text NOT NULL,
        licence text NOT NULL,
        mix text,
        life_cycle text,
        averaging text,
        accounting text NOT NULL,
        note text,
        PRIMARY KEY (zone, vintage)
      );

      CREATE TABLE cloud_region (
        provider text NOT NULL,
        region text NOT NULL,
        location text NOT NULL,
        country_alpha3 text,
        grid_zone text REFERENCES grid_zone,
        grid_basis text,
        pue double precision,
        pue_year integer,
        wue_l_per_kwh double precision,
        wue_year integer,
        note text,
        PRIMARY KEY (provider, region)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cloud_region, grid_intensity, grid_zone');
  }
}
