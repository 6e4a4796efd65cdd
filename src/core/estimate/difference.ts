import { LogNormal, normalCdf } from '../statistics/index.js';

/** Two lognormals with the covariance of their logarithms. */
export interface LogNormalPair {
  readonly a: LogNormal;
  readonly b: LogNormal;
  readonly covariance: number;
}

/** ln B − ln A. Rounding may leave a trace of variance where all is shared; it is no spread. */
export function ratioOf({ a, b, covariance }: LogNormalPair): LogNormal {
  const variance = a.sigma ** 2 + b.sigma ** 2 - 2 * covariance;
  return { mu: b.mu - a.mu, sigma: variance > ROUNDING ? Math.sqrt(variance) : 0 };
}

const ROUNDING = 1e-12;

/** Standard normal deviates at which the ratio is looked at, evenly over ±8, with their weights. */
const NODES = 401;
const REACH = 8;
const GRID = Array.from({ length: NODES }, (_, i) => {
  const z = -REACH + (2 * REACH * i) / (NODES - 1);
  return { z, density: Math.exp(-(z ** 2) / 2) };
});
const TOTAL = GRID.reduce((sum, { density }) => sum + density, 0);

const HALVINGS = 50;

/**
 * Quantiles of B − A for two correlated lognormals. It has no closed form, so its distribution is summed over the
 * ratio R = B/A: B − A = A·(R − 1), and given R, ln A is normal. The error of the sum is far below 0.1 %.
 *
 * @param probabilities - each between 0 and 1
 */
export function differenceQuantiles(pair: LogNormalPair, probabilities: readonly number[]): number[] {
  const far = (x: LogNormal): number => LogNormal.quantile(x, REACH);
  const below = distributionOf(pair);
  return probabilities.map((probability) => {
    let [low, high] = [-far(pair.a), far(pair.b)];
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      if (below(middle) < probability) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  });
}

/** P(B − A ≤ d). */
function distributionOf(pair: LogNormalPair): (d: number) => number {
  const slices = slicesOf(pair);
  return (d) => {
    let probability = 0;
    for (const { excess, location, spread, weight } of slices) {
      probability += weight * belowGiven(d, excess, location, spread);
    }
    return probability;
  };
}

interface Slice {
  /** R − 1. */
  readonly excess: number;
  /** Of ln A given R. */
  readonly location: number;
  readonly spread: number;
  readonly weight: number;
}

function slicesOf(pair: LogNormalPair): Slice[] {
  const { a, covariance } = pair;
  const ratio = ratioOf(pair);
  if (ratio.sigma === 0) {
    return [{ excess: Math.expm1(ratio.mu), location: a.mu, spread: a.sigma, weight: 1 }];
  }
  // cov(ln A, ln R) over the sd of ln R: what one sd of the ratio says of A
  const slope = (covariance - a.sigma ** 2) / ratio.sigma;
  const spread = Math.sqrt(Math.max(0, a.sigma ** 2 - slope ** 2));
  return GRID.map(({ z, density }) => ({
    excess: Math.expm1(ratio.mu + ratio.sigma * z),
    location: a.mu + slope * z,
    spread,
    weight: density / TOTAL,
  }));
}

/** P(A·excess ≤ d) for a lognormal A. */
function belowGiven(d: number, excess: number, location: number, spread: number): number {
  if (excess === 0) return d >= 0 ? 1 : 0;
  const bound = d / excess;
  if (bound <= 0) return excess > 0 ? 0 : 1;
  const distance = Math.log(bound) - location;
  const below = spread === 0 ? Number(distance >= 0) : normalCdf(distance / spread);
  return excess > 0 ? below : 1 - below;
}
