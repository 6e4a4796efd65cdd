import type { GridSnapshot } from '../../../grid/index.js';
import { columnsOf } from './column.js';
import { defineTable } from './set-table.js';

type Provider = GridSnapshot['providers']['all'][number];

const { text, optionalText, flag, whole, optionalWhole, optionalReal } = columnsOf<Provider>();

export const providersTable = defineTable<Provider>({
  name: 'providers',
  description: 'PUE and water that cloud providers publish for their fleets, one row a provider and year.',
  rowsOf: ({ grid }) => grid.providers.all,
  columns: [
    text('provider', 'The provider', (p) => p.provider),
    whole('year', 'Year of the publication', (p) => p.year),
    optionalReal('pue', 'Power usage effectiveness of the fleet', (p) => p.pue),
    optionalWhole('pue_year', 'Year of the PUE', (p) => p.pueYear),
    optionalReal('wue_l_per_kwh', 'Water usage effectiveness of the fleet', (p) => p.wueLPerKwh, 'L per kWh'),
    optionalWhole('wue_year', 'Year of the water figure', (p) => p.wueYear),
    text('year_basis', 'What the year means', (p) => p.yearBasis),
    text('scope', 'What the figures cover', (p) => p.scope),
    text('source', 'Where they are from', (p) => p.source),
    text('confidence', 'How sure the figures are', (p) => p.confidence),
    flag('second_hand', 'Read where others quote it, not at the source itself', (p) => p.secondHand),
    optionalText('note', 'What else to know', (p) => p.note),
  ],
  keyOf: ({ provider, year }) => `${provider}@${year}`,
  valueOf: ({ pue }) => pue,
  membersOf: ({ provider, year, ...others }) => others,
  figuresOf: ({ pue }) => ({ pue }),
  subjectOf: () => null,
});
