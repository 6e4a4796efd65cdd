import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { groupBy } from '../collections.js';
import { momentsOf } from '../statistics/index.js';
import { componentsOf, fitParameters } from './index.js';
import type { CellStatistics } from './index.js';

type Row = Readonly<Record<string, string>>;
const table = (path: string): Row[] =>
  parse(readFileSync(join(__dirname, '..', '..', '..', 'data', path)), { columns: true });

const runs = groupBy(
  table('luccioni-2023/1/runs.csv').filter((row) => row['in_paper_table2'] === '1'),
  (row) => row['task'] ?? '',
);
const PUBLISHED = table('study-constants/1/variance-components.csv');

const cellsOf = (rows: readonly Row[]): CellStatistics[] =>
  [...groupBy(rows, (row) => `${row['model_id']} on ${row['dataset']}`).values()].map((own) => {
    const wh = own.map((row) => Number(row['query_energy_kwh']));
    return {
      model: own[0]?.['model_id'] ?? '',
      dataset: own[0]?.['dataset'] ?? '',
      energy: momentsOf(wh),
      lnEnergy: momentsOf(wh.map(Math.log)),
    };
  });

const digits = (value: number | null | undefined): string => Number(value).toPrecision(3);

describe('the study from its own runs', () => {
  it('has ten tasks', () => {
    expect(PUBLISHED.map((row) => row['task']).sort()).toEqual([...runs.keys()].sort());
    expect(PUBLISHED).toHaveLength(10);
  });

  it.each(PUBLISHED.map((row) => [row['task'], row] as const))(
    '%s has the variance components on record, to three significant digits',
    (task, expected) => {
      const found = componentsOf(cellsOf(runs.get(task ?? '') ?? []));
      const sigmas = {
        sigma_run: found?.sigma2Run,
        sigma_model_dataset: found?.sigma2ModelDataset,
        sigma_dataset: found?.sigma2Dataset,
        sigma_model: found?.sigma2Model,
      };
      for (const [column, sigma2] of Object.entries(sigmas)) {
        expect([column, digits(Math.sqrt(sigma2 ?? NaN))]).toEqual([
          column,
          digits(Number(expected[column])),
        ]);
      }
      expect(digits(found?.grandMean)).toBe(digits(Number(expected['mu_ln'])));
      expect([found?.models.length, found?.datasets.length]).toEqual([8, 3]);
    },
  );

  const fitOf = (task: string) => {
    const rows = runs.get(task) ?? [];
    const sized = [...groupBy(rows, (row) => row['model_id'] ?? '').values()].map((own) => ({
      parameters: Number(own[0]?.['parameters']),
      cells: cellsOf(own),
    }));
    return fitParameters(sized)?.regression;
  };

  it.each([
    ['text-generation', 0.37, 0.3],
    ['extractive-qa', 0.72, 0.11],
  ])('%s goes with size by the power %d, residual %d', (task, slope, residual) => {
    const fit = fitOf(task);
    expect(fit?.slope).toBeCloseTo(slope, 2);
    expect(Math.sqrt(fit?.residualVariance ?? NaN)).toBeCloseTo(residual, 2);
  });

  it('has no level parameters for masked language modelling, where size explains too little', () => {
    expect(fitOf('masked-language-modelling')).toBeUndefined();
  });
});
