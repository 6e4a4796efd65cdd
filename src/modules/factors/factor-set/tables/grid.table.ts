import type { GridIntensityDto } from '../../../grid/index.js';
import { columnsOf } from './column.js';
import { defineTable } from './set-table.js';

const { text, optionalText, flag, optionalWhole, optionalReal } = columnsOf<GridIntensityDto>();

export const gridTable = defineTable<GridIntensityDto>({
  name: 'grid',
  description: 'Carbon intensity of electricity, one row a zone and vintage.',
  rowsOf: ({ grid }) => grid.intensities.all,
  columns: [
    text('zone', 'ISO 3166-1 alpha-3 for countries; other codes for the others', (g) => g.zone),
    text('vintage', 'Which of several figures of the zone', (g) => g.vintage),
    text('name', 'Name of the zone', (g) => g.name),
    text(
      'kind',
      'country, region, world, us-egrid-subregion, us-state, cloud-region or study',
      (g) => g.kind,
    ),
    optionalText('country', 'ISO 3166-1 alpha-3 of the country that the zone lies in', (g) => g.country),
    optionalReal(
      'carbon_intensity_g_per_kwh',
      'Carbon intensity of electricity; null where the source has no figure',
      (g) => g.carbonIntensityGPerKwh,
      'gCO2e per kWh',
    ),
    optionalReal('ln_carbon_intensity_sigma', 'Standard deviation of its natural logarithm', (g) => g.sigma),
    text('area', 'Code of the zone whose area the figure covers', (g) => g.area),
    flag('preferred', 'A request that pins no vintage is answered with this figure', (g) => g.preferred),
    flag('usable', 'No request is resolved to a figure that is not', (g) => g.usable),
    optionalWhole('year', 'Year that the figure is for', (g) => g.year),
    optionalText('mix', 'production or consumption', (g) => g.mix),
    optionalText('life_cycle', 'lifecycle or direct', (g) => g.lifeCycle),
    optionalText('averaging', 'average or marginal', (g) => g.averaging),
    text('accounting', 'location-based or market-based', (g) => g.accounting),
    optionalText('basis', 'What the figure counts, in the words of the source', (g) => g.basis),
    flag('second_hand', 'Read where others quote it, not at the source itself', (g) => g.secondHand),
    text('source', 'Where the figure is from', (g) => g.source),
    text('licence', 'Licence of the source; attribution may be due', (g) => g.licence),
    optionalText('note', 'What else to know', (g) => g.note),
  ],
  keyOf: ({ zone, vintage }) => `${zone}@${vintage}`,
  valueOf: ({ carbonIntensityGPerKwh }) => carbonIntensityGPerKwh,
  membersOf: ({ zone, vintage, ...others }) => others,
  figuresOf: ({ carbonIntensityGPerKwh, sigma }) => ({ carbonIntensityGPerKwh, sigma }),
  subjectOf: () => null,
});
