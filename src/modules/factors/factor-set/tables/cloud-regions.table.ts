import type { CloudRegionEntity } from '../../../grid/index.js';
import { columnsOf } from './column.js';
import { defineTable } from './set-table.js';

const { text, optionalText, optionalWhole, optionalReal } = columnsOf<CloudRegionEntity>();

export const cloudRegionsTable = defineTable<CloudRegionEntity>({
  name: 'cloud-regions',
  description: 'Cloud regions with their grid zone and what their operator publishes of PUE and water.',
  rowsOf: ({ grid }) => grid.cloudRegions.all,
  columns: [
    text('provider', 'aws, azure or gcp', (r) => r.provider),
    text('region', 'The provider’s name of the region', (r) => r.region),
    text('location', 'Where it is', (r) => r.location),
    optionalText('country', 'ISO 3166-1 alpha-3', (r) => r.countryAlpha3),
    optionalText('grid_zone', 'Zone of the grid table that serves it', (r) => r.gridZone),
    optionalText('grid_basis', 'Why that zone', (r) => r.gridBasis),
    optionalReal('pue', 'Power usage effectiveness; null where none is published', (r) => r.pue),
    optionalWhole('pue_year', 'Year of the PUE', (r) => r.pueYear),
    optionalReal('wue_l_per_kwh', 'Water usage effectiveness of the site', (r) => r.wueLPerKwh, 'L per kWh'),
    optionalWhole('wue_year', 'Year of the water figure', (r) => r.wueYear),
    text('source', 'Where the figures are from', (r) => r.source),
    text('licence', 'Licence of the source; attribution may be due', (r) => r.licence),
    optionalText('note', 'What else to know', (r) => r.note),
  ],
  keyOf: ({ provider, region }) => `${provider}/${region}`,
  valueOf: ({ pue }) => pue,
  membersOf: ({ provider, region, ...others }) => others,
  figuresOf: ({ pue }) => ({ pue }),
  subjectOf: () => null,
});
