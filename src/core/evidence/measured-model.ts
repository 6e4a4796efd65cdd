import { harmonicMean, type VarianceComponents } from '../statistics/index.js';
import type { CellStatistics, Evidence } from './evidence.js';
import { knownSigma } from './known-sigma.js';
import { pool } from './pooling.js';

/**
 * Level `measured-model`: the AI model is known, the data that it will meet is not.
 * μ = mean over the model's datasets, σ² = s²_d + s²_md + s²_run/R.
 *
 * The spread is that of one further dataset, so it is not divided by the number of datasets that the model
 * was measured on. R is the runs per cell of this model, their harmonic mean where cells differ.
 *
 * @param cells - all cells of one AI model
 * @param components - of the task; sigma is null where they are, or where one of the three is not known
 * @throws DomainError `NO_FACTOR` where the cells hold no run.
 */
export function measuredModelEvidence(
  cells: readonly CellStatistics[],
  components: VarianceComponents | null,
): Evidence {
  return {
    level: 'measured-model',
    ...pool(cells),
    sigma: sigmaOf(cells, components),
    degreesOfFreedom: null,
  };
}

function sigmaOf(cells: readonly CellStatistics[], components: VarianceComponents | null): number | null {
  if (components === null) return null;
  const { sigma2Dataset, sigma2ModelDataset, sigma2Run } = components;
  if (sigma2Dataset === null || sigma2ModelDataset === null || sigma2Run === null) return null;
  const runs = harmonicMean(cells.map(({ lnEnergy }) => lnEnergy.n).filter((n) => n > 0));
  return knownSigma(sigma2Dataset + sigma2ModelDataset + sigma2Run / runs);
}
