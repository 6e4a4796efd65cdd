import type { EntityManager } from 'typeorm';
import { upsert } from '../rows.js';
import type { Row } from '../rows.js';
import type { DataFolder } from './data-folder.js';
import { flag, integer, number, required, text } from './sources/source-mapping.js';
import type { Row as CsvRow, SourceFile } from './sources/source-mapping.js';

/** Cloud regions with their PUE and WUE, each tied to the grid zone that serves it. */
export async function loadCloudRegionsFolder(manager: EntityManager, folder: DataFolder): Promise<string> {
  const rows = await folder.csv('cloud-regions.csv');
  const { licence } = await folder.json<Pick<SourceFile, 'licence'>>('source.json');
  const origin = { source: licence.attribution, licence: licence.name };
  await upsert(
    manager,
    'cloud_region',
    ['provider', 'region'],
    rows.map((row) => ({ ...cloudRegionRow(row), ...origin })),
  );
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
    emZone: text(row, 'em_zone'),
    note: text(row, 'note'),
  };
}

/** PUE and WUE that providers publish for their fleets, one row a provider and year. */
export async function loadProvidersFolder(manager: EntityManager, folder: DataFolder): Promise<string> {
  const rows = await folder.csv('pue-wue.csv');
  await upsert(manager, 'provider_efficiency', ['provider', 'year'], rows.map(providerRow));
  return `${rows.length} PUE and WUE figures of providers`;
}

function providerRow(row: CsvRow): Row {
  const at = `PUE and WUE of ${row['provider']}`;
  const [pueYear, wueYear] = [integer(row, 'pue_year', at), integer(row, 'wue_year', at)];
  return {
    provider: required(row, 'provider', at),
    year: pueYear ?? wueYear,
    pue: number(row, 'pue', at),
    pueYear,
    wueLPerKwh: number(row, 'wue_l_per_kwh', at),
    wueYear,
    yearBasis: required(row, 'year_basis', at),
    scope: required(row, 'scope', at),
    source: required(row, 'source', at),
    confidence: required(row, 'confidence', at),
    secondHand: flag(row, 'second_hand', at),
    note: text(row, 'note'),
  };
}
