import { normalEquivalentSigma, type VarianceComponents } from '../statistics/index.js';
import type { CellStatistics, Evidence } from './evidence.js';
import { knownSigma } from './known-sigma.js';
import { byModel, pool } from './pooling.js';

/**
 * Level `task`: nothing but the task is known; the figure is for one further AI model of its kind.
 * μ = mean of the model means, σ² = s²_m·(1 + 1/M), t with M − 1 degrees of freedom.
 *
 * Where the estimate of s²_m fell below 0, the variance of the model means stands in: a few models that differ
 * less than their datasets do are no proof that the next one will not differ, and a spread of 0 would say so.
 * `components.truncated` then names `model`.
 *
 * The spread between models is shared by all inferences that the figure is applied to. It is never divided
 * by their number.
 *
 * @param cells - all cells of one task, measured alike (same scope, hardware and unit)
 * @param components - of the same cells; sigma is null where they are, or with a single model
 * @throws DomainError `NO_FACTOR` where the cells hold no run.
 */
export function taskEvidence(
  cells: readonly CellStatistics[],
  components: VarianceComponents | null,
): Evidence {
  const measured = cells.filter(({ energy }) => energy.n > 0);
  return {
    level: 'task',
    ...pool(measured),
    ...betweenModels(byModel(measured).length, components),
  };
}

function betweenModels(
  models: number,
  components: VarianceComponents | null,
): Pick<Evidence, 'sigma' | 'degreesOfFreedom'> {
  const sigmaModel = components && knownSigma(spreadOfModels(components));
  if (components === null || sigmaModel === null) return { sigma: null, degreesOfFreedom: null };
  const sigma = sigmaModel * Math.sqrt(1 + 1 / models);
  // The analysis may have had to leave models out: its own count says how well it knows the spread.
  const degreesOfFreedom = components.models.length - 1;
  return { sigma: normalEquivalentSigma(sigma, degreesOfFreedom), degreesOfFreedom };
}

const spreadOfModels = ({ sigma2Model, sigma2ModelMeans, truncated }: VarianceComponents): number | null =>
  truncated.includes('model') ? sigma2ModelMeans : sigma2Model;
