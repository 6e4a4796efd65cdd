import type { EntityManager } from 'typeorm';
import { vintageOf } from '../../core/grid/index.js';
import { upsert } from '../rows.js';
import type { Row } from '../rows.js';
import type { DataFolder } from './data-folder.js';
import { flag, integer, number, required, text } from './sources/source-mapping.js';
import type { Row as CsvRow } from './sources/source-mapping.js';

/**
 * Carbon intensities and the names of their zones. A further folder of the same shape adds its vintages beside
 * those that are there; the same vintage of a zone takes the new figure.
 */
export async function loadGridFolder(manager: EntityManager, folder: DataFolder): Promise<string> {
  const names = new Map((await folder.csv('zones.csv')).map((row) => [row['alpha3'], row]));
  const rows = await folder.csv('grid-intensity.csv');
  await upsert(
    manager,
    'grid_zone',
    ['code'],
    [...new Map(rows.map((row) => [row['zone'], zoneRow(row, names.get(row['zone']))])).values()],
  );
  await upsert(manager, 'grid_intensity', ['zone', 'vintage'], rows.map(intensityRow));
  return `${rows.length} grid intensities`;
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
    sameAreaAs: text(row, 'same_area_as'),
  };
}

function intensityRow(row: CsvRow): Row {
  const at = `grid intensity of ${row['zone']}`;
  const year = integer(row, 'year', at);
  const usable = flag(row, 'usable', at);
  const gCo2ePerKwh = number(row, 'g_co2e_per_kwh', at);
  return {
    zone: required(row, 'zone', at),
    vintage: vintageOf(required(row, 'family', at), year),
    // a 0 that must not be used stands for a figure that the source does not have
    gCo2ePerKwh: !usable && gCo2ePerKwh === 0 ? null : gCo2ePerKwh,
    year,
    source: required(row, 'source', at),
    licence: required(row, 'licence', at),
    mix: text(row, 'mix'),
    lifeCycle: text(row, 'lifecycle'),
    averaging: text(row, 'averaging'),
    accounting: required(row, 'accounting', at),
    usable,
    secondHand: flag(row, 'second_hand', at),
    basis: text(row, 'basis'),
    note: text(row, 'note'),
  };
}
