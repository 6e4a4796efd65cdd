import stdlibQuantile from '@stdlib/stats-base-dists-t-quantile';
import { requireNonNegative, requirePositive } from '../quantity/index.js';
import { Z95 } from './lognormal.js';

/**
 * The quantile of Student's t distribution.
 *
 * @param p - probability, 0 to 1
 * @param degreesOfFreedom - above 0, not necessarily whole
 * @throws DomainError `OUT_OF_RANGE` where the degrees of freedom are not above 0.
 */
export function tQuantile(p: number, degreesOfFreedom: number): number {
  return stdlibQuantile(p, requirePositive('degreesOfFreedom', degreesOfFreedom));
}

/**
 * The sigma of the normal whose P5 and P95 are those of a scaled t: σ_eq = t(.95, ν)·σ / z(.95).
 * A spread that was estimated from few units is wider than it looks, and this carries that into
 * formulas made for normals. Exact at P5, P50 and P95, and only there.
 *
 * @throws DomainError `OUT_OF_RANGE` where sigma < 0 or the degrees of freedom are not above 0.
 */
export function normalEquivalentSigma(sigma: number, degreesOfFreedom: number): number {
  return (tQuantile(0.95, degreesOfFreedom) * requireNonNegative('sigma', sigma)) / Z95;
}
