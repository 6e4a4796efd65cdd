import { fitLogLog, normalEquivalentSigma, predictLogLog, type LogLogFit } from '../statistics/index.js';
import type { CellStatistics, Evidence, SampleSize } from './evidence.js';
import { pool, sampleSize } from './pooling.js';

/** Below this share of explained variance the size of a model says too little, and the level is not offered. */
export const MIN_R_SQUARED = 0.3;

/** One AI model of known size with all its cells. */
export interface SizedModel {
  /** The count of parameters, above 0. */
  readonly parameters: number;
  readonly cells: readonly CellStatistics[];
}

/** How energy goes with size, for one task and scope. */
export interface ParameterFit {
  /** Of ln(Wh per unit), one mean per model, on ln(parameters). */
  readonly regression: LogLogFit;
  /** What the fit was made from. */
  readonly n: SampleSize;
}

/**
 * The regression behind level `parameters`: one point per AI model. Null where the level is not to be
 * offered: fewer than three models, all of one size, or r² below `MIN_R_SQUARED`.
 *
 * @throws DomainError `OUT_OF_RANGE` where a size is not above 0, `NO_FACTOR` where a model has no run.
 */
export function fitParameters(models: readonly SizedModel[]): ParameterFit | null {
  const regression = fitLogLog(
    models.map(({ parameters, cells }) => ({ x: parameters, y: Math.exp(pool(cells).mu) })),
  );
  if (regression === null || regression.rSquared < MIN_R_SQUARED) return null;
  return { regression, n: sampleSize(models.flatMap(({ cells }) => cells)) };
}

/**
 * Level `parameters`: the AI model was not measured but its size is known.
 * μ = a + b·ln P, σ² = s²_res·[1 + 1/n + (ln P − x̄)²/Sxx], t with n − 2 degrees of freedom.
 *
 * `mean` is the mean over models of that size, exp(μ + s²_res/2): the spread between models counts, as it
 * does in a mean that was measured, and the doubt about the line does not. Source: Baskerville, "Use of
 * Logarithmic Regression in the Estimation of Plant Biomass", Can. J. For. Res. 2, 1972.
 *
 * @throws DomainError `OUT_OF_RANGE` where the size is not above 0.
 */
export function parametersEvidence({ regression, n }: ParameterFit, parameters: number): Evidence {
  const { mu, sigma2, degreesOfFreedom } = predictLogLog(regression, parameters);
  return {
    level: 'parameters',
    mu,
    sigma: normalEquivalentSigma(Math.sqrt(sigma2), degreesOfFreedom),
    degreesOfFreedom,
    mean: Math.exp(mu + regression.residualVariance / 2),
    sd: null,
    n,
  };
}
