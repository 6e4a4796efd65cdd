import { Warnings } from './warnings.js';

it('says the same of many workloads once, with their indexes', () => {
  const warnings = new Warnings();
  for (const index of [0, 1, 1, 999]) warnings.add('ZONE_NOT_GIVEN', 'no zone', index);
  warnings.add('ZONE_NOT_GIVEN', 'another text', 1);
  warnings.add('GRID_SERIES_MIXED', 'two series', null);
  expect(warnings.all).toEqual([
    { code: 'ZONE_NOT_GIVEN', message: 'no zone', workload: 0, workloads: [0, 1, 999] },
    { code: 'ZONE_NOT_GIVEN', message: 'another text', workload: 1, workloads: [1] },
    { code: 'GRID_SERIES_MIXED', message: 'two series', workload: null, workloads: [] },
  ]);
});
