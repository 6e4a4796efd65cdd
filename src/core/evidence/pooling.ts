import { DomainError } from '../errors/index.js';
import {
  arithmeticMean,
  crossedAnova,
  EMPTY_MOMENTS,
  mergeMoments,
  sampleSd,
  type VarianceComponents,
} from '../statistics/index.js';
import { UNKNOWN_DATASET } from './evidence.js';
import type { CellStatistics, Evidence, SampleSize } from './evidence.js';

/**
 * The variance components of the cells of one task, measured alike (same scope, hardware and unit).
 * Null where there are no cells.
 */
export function componentsOf(cells: readonly CellStatistics[]): VarianceComponents | null {
  return crossedAnova(cells.map(({ model, dataset, lnEnergy }) => ({ model, dataset, stats: lnEnergy })));
}

/** The cells of each AI model, in the order in which the models first appear. */
export function byModel(cells: readonly CellStatistics[]): CellStatistics[][] {
  const models = new Map<string, CellStatistics[]>();
  for (const cell of cells) {
    const row = models.get(cell.model);
    if (row) row.push(cell);
    else models.set(cell.model, [cell]);
  }
  return [...models.values()];
}

/** How many runs, and of how many different models and datasets. */
export function sampleSize(cells: readonly CellStatistics[]): SampleSize {
  return {
    runs: cells.reduce((sum, { energy }) => sum + energy.n, 0),
    models: new Set(cells.map(({ model }) => model)).size,
    datasets: new Set(cells.flatMap(({ dataset }) => (dataset === UNKNOWN_DATASET ? [] : [dataset]))).size,
  };
}

/**
 * The location and the arithmetic mean of several cells, by nested equal weights: over models, the mean
 * over that model's datasets of the mean over the cell's runs. One model that was measured often must not
 * speak for the task. Where every cell has as many runs it is the plain mean over runs.
 * `sd` is over all runs taken together, which is what the tables of the field print.
 *
 * @throws DomainError `NO_FACTOR` where there is no run at all.
 */
export function pool(cells: readonly CellStatistics[]): Pick<Evidence, 'mu' | 'mean' | 'sd' | 'n'> {
  const measured = cells.filter(({ energy }) => energy.n > 0);
  if (measured.length === 0)
    throw new DomainError('NO_FACTOR', 'There are no measured runs to take a mean of');
  const nested = (value: (cell: CellStatistics) => number): number =>
    arithmeticMean(byModel(measured).map((row) => arithmeticMean(row.map(value))));
  return {
    mu: nested(({ lnEnergy }) => lnEnergy.mean),
    mean: nested(({ energy }) => energy.mean),
    sd: sampleSd(measured.reduce((all, { energy }) => mergeMoments(all, energy), EMPTY_MOMENTS)),
    n: sampleSize(measured),
  };
}
