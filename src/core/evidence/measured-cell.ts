import type { VarianceComponents } from '../statistics/index.js';
import type { CellStatistics, Evidence } from './evidence.js';
import { knownSigma } from './known-sigma.js';
import { pool } from './pooling.js';

/**
 * Level `measured-cell`: the AI model and the dataset are known and were run together.
 * μ = cell mean, σ² = s²_run/R, with s²_run pooled over the task and R the runs of this cell.
 *
 * @param components - of the task that the cell belongs to; null gives a null sigma
 * @throws DomainError `NO_FACTOR` where the cell holds no run.
 */
export function measuredCellEvidence(cell: CellStatistics, components: VarianceComponents | null): Evidence {
  const sigma2Run = components?.sigma2Run ?? null;
  return {
    level: 'measured-cell',
    ...pool([cell]),
    sigma: knownSigma(sigma2Run === null ? null : sigma2Run / cell.lnEnergy.n),
    degreesOfFreedom: null,
  };
}
