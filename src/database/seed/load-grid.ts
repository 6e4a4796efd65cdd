import type { EntityManager } from 'typeorm';
import { upsert } from '../rows.js';
import type { Row } from '../rows.js';
import type { DataFolder } from './data-folder.js';
import { flag, integer, number, required, requiredNumber, text } from './sources/source-mapping.js';
import type { Row as CsvRow } from './sources/source-mapping.js';

/** Carbon intensities and the names of their zones. Rows marked as not usable are left in the file alone. */
export async function loadGridFolder(manager: EntityManager, folder: DataFolder): Promise<string> {
  const names = new Map((await folder.csv('zones.csv')).map((row) => [row['alpha3'], row]));
  const rows = (await folder.csv('grid-intensity.csv')).filter((row) => flag(row, 'usable', 'grid'));
  await upsert(
    manager,
    'grid_zone',
    ['code'],
    rows.map((row) => zoneRow(row, names.get(row['zone']))),
  );
  await upsert(manager, 'grid_intensity', ['zone', 'vintage'], rows.map(intensityRow));
  return `${rows.length} grid zones`;
}

function zoneRow(row: CsvRow, iso: CsvRow | undefined): Row {
  const at = `grid zone ${row['zone']}`;
  const name = required(row, 'name', at);
  const aliases = iso ? [iso['name'], ...(iso['aliases'] ?? '').split('|')] : [];
  return {
    code: required(row, 'zone', at),
    name,
    kind: required(row, 'kind', at),
    alpha2: iso ? text(iso, 'alpha2') : null,
    countryAlpha3: text(row, 'country_alpha3'),
    aliases: aliases.filter((alias) => alias && alias !== name),
  };
}

function intensityRow(row: CsvRow): Row {
  const at = `grid intensity of ${row['zone']}`;
  const year = integer(row, 'year', at);
  return {
    zone: required(row, 'zone', at),
    vintage: year === null ? 'undated' : String(year),
    gCo2ePerKwh: requiredNumber(row, 'g_co2e_per_kwh', at),
    year,
    source: required(row, 'source', at),
    licence: required(row, 'licence', at),
    mix: text(row, 'mix'),
    lifeCycle: text(row, 'lifecycle'),
    averaging: text(row, 'averaging'),
    accounting: required(row, 'accounting', at),
    note: text(row, 'note'),
  };
}

/** Cloud regions with their PUE and WUE, each tied to the grid zone that serves it. */
export async function loadCloudRegionsFolder(manager: EntityManager, folder: DataFolder): Promise<string> {
  const rows = await folder.csv('cloud-regions.csv');
  await upsert(manager, 'cloud_region', ['provider', 'region'], rows.map(cloudRegionRow));
  return `${rows.length} cloud regions`;
}

function cloudRegionRow(row: CsvRow): Row {
  const at = `cloud region ${row['provider']}/${row['region']}`;
  return {
    provider: required(row, 'provider', at),
    region: required(row, 'region', at),
    location: required(row, 'location', at),
    countryAlpha3: text(row, 'country_alpha3'),
    gridZone: text(row, 'grid_zone'),
    gridBasis: text(row, 'egrid_basis'),
    pue: number(row, 'pue', at),
    pueYear: integer(row, 'pue_year', at),
    wueLPerKwh: number(row, 'wue_l_per_kwh', at),
    wueYear: integer(row, 'wue_year', at),
    note: text(row, 'note'),
  };
}
