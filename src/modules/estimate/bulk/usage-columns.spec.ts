import { columnOf, placeOf, placesOf } from './usage-columns.js';

it('reads a header whatever its case, spaces and underscores, and leaves other columns to the caller', () => {
  expect([...placesOf(['Team', 'TASK', 'Cloud_Region', 'volume'])]).toEqual([
    ['task', 1],
    ['cloudRegion', 2],
    ['inferences', 3],
  ]);
  expect(columnOf('team')).toBeNull();
});

it.each([
  [['task', 'zone'], 'inferences', /no column inferences; it has "task", "zone"/],
  [['inferences'], 'task', /no column task/],
  [['task', 'inferences', 'volume'], 'inferences', /two columns for inferences/],
  [['task;inferences'], 'task', /by commas/],
])('refuses the header %j, naming %s', (header, field, message) => {
  expect(() => placesOf(header)).toThrow(
    expect.objectContaining({
      errors: [expect.objectContaining({ field, message: expect.stringMatching(message) })],
    }),
  );
});

it('finds the column to sum by under either name, and says what there is', () => {
  expect(placeOf(['task', 'volume', 'Team'], 'inferences')).toBe(1);
  expect(placeOf(['task', 'volume', 'Team'], 'Team')).toBe(2);
  expect(() => placeOf(['task', 'volume'], 'team')).toThrow(/no column "team"; it has "task", "volume"/);
});
