import fc from 'fast-check';
import { completeSubTable, datasetLists, MAX_LISTS } from './complete-sub-table.js';
import { momentsOf } from './moments.js';

const name = (n: number): string => `d${String(n).padStart(3, '0')}`;

/** Every model lacks another pair of 40 datasets. */
const RAGGED = Array.from({ length: 500 }, (_model, m) => {
  const lacking = [m % 40, (m * 7 + Math.floor(m / 40) + 1) % 40];
  return Array.from({ length: 40 }, (_dataset, d) => d)
    .filter((d) => !lacking.includes(d))
    .map(name);
});

it('looks at a bounded number of candidates, however ragged the models are', () => {
  const lists = RAGGED.map((datasets) => new Set(datasets));
  expect(new Set(RAGGED.map(String)).size).toBeGreaterThan(400);
  expect(datasetLists(lists).length).toBeLessThanOrEqual((MAX_LISTS * (MAX_LISTS + 1)) / 2);
});

it('still finds a table without gaps among 500 ragged models', () => {
  const stats = momentsOf([1]);
  const table = completeSubTable(
    RAGGED.flatMap((datasets, m) => datasets.map((dataset) => ({ model: `m${m}`, dataset, stats }))),
  );
  expect(table?.models.length).toBeGreaterThan(1);
  for (const row of table?.rows ?? []) expect(row).toHaveLength(table?.datasets.length ?? -1);
});

it('gives the same candidates in whatever order the models come', () => {
  const lists = fc.array(fc.subarray(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']), { maxLength: 60 });
  fc.assert(
    fc.property(lists, (rows) => {
      const candidates = (all: readonly string[][]) =>
        datasetLists(all.map((row) => new Set(row)))
          .map(String)
          .sort();
      expect(candidates([...rows].reverse())).toEqual(candidates(rows));
    }),
  );
});

it('takes a table without gaps whole', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 8 }), (models, datasets) => {
      const cells = Array.from({ length: models * datasets }, (_cell, i) => ({
        model: `m${i % models}`,
        dataset: name(Math.floor(i / models)),
        stats: momentsOf([1]),
      }));
      const table = completeSubTable(cells);
      expect([table?.models.length, table?.datasets.length]).toEqual([models, datasets]);
    }),
  );
});
