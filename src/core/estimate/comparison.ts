import { LogNormal, normalCdf, sumSharing, Z95 } from '../statistics/index.js';
import type { SharingTerm } from '../statistics/index.js';
import { withoutCommon } from './cancel.js';
import { differenceQuantiles, ratioOf } from './difference.js';
import type { LogNormalPair } from './difference.js';
import { intervalOfSum } from './uncertain.js';
import type { Interval, Product } from './uncertain.js';

/** B against A, where both may draw on the same factors, grids and PUEs. */
export interface Comparison {
  /** B − A. The mean is the difference of the means. */
  readonly difference: Interval;
  /** B / A. The mean is the quotient of the means. */
  readonly ratio: Interval;
  /** That B is lower than A, 0 to 1; null where the spread of an input is not known. */
  readonly probabilityBIsLower: number | null;
  /** Of the logarithms of A and B, −1 to 1; null where a spread is not known or is 0. */
  readonly correlation: number | null;
}

/**
 * Compares two sums of products. Each is matched by a lognormal (`sumSharing`) and so is what they have in common:
 * cov(ln A, ln B) = ln(1 + Cov(A, B)/(E[A]·E[B])). Then ln(B/A) is normal with variance σ_A² + σ_B² − 2cov, so that
 * what A and B share cancels in the ratio, and P(B < A) = Φ(−μ/σ) of it. Exact where A and B are single products.
 *
 * The difference and the probability are of what is left when workloads that both hold alike are taken away, which
 * changes neither. In simulated fleets all percentiles are within 3 %; those of the ratio of two fleets that share
 * one wide workload and differ in another may be off by up to 10 %, the matched ratio being too wide.
 */
export function compare(a: readonly Product[], b: readonly Product[]): Comparison {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  const pair = pairOf(a, b);
  const unknown = { p5: null, p50: null, p95: null };
  if (pair === null) {
    return {
      difference: { mean: meanB - meanA, ...unknown },
      ratio: { mean: meanB / meanA, ...unknown },
      probabilityBIsLower: null,
      correlation: null,
    };
  }
  const ratio = ratioOf(pair);
  const spread = pair.a.sigma * pair.b.sigma;
  return {
    ...apart(a, b),
    ratio: LogNormal.summary(ratio, meanB / meanA),
    correlation: spread === 0 ? null : pair.covariance / spread,
  };
}

/** The difference and its sign, from what is left when all that both hold alike is taken away. */
function apart(
  a: readonly Product[],
  b: readonly Product[],
): Pick<Comparison, 'difference' | 'probabilityBIsLower'> {
  const [restA, restB] = withoutCommon(a, b);
  const mean = meanOf(b) - meanOf(a);
  const pair = restA.length > 0 && restB.length > 0 ? pairOf(restA, restB) : null;
  if (pair === null) {
    const { p5, p50, p95 } = intervalOfSum(restA.length > 0 ? restA : restB);
    const probabilityBIsLower = restA.length > 0 ? 1 : restB.length > 0 ? 0 : 0.5;
    const lower = (value: number | null): number | null => value && -value;
    const difference =
      restA.length > 0 ? { mean, p5: lower(p95), p50: lower(p50), p95: lower(p5) } : { mean, p5, p50, p95 };
    return { difference, probabilityBIsLower };
  }
  const [p5 = null, p50 = null, p95 = null] = differenceQuantiles(pair, [P5, P50, P95]);
  const ratio = ratioOf(pair);
  return {
    difference: { mean, p5, p50, p95 },
    probabilityBIsLower: ratio.sigma === 0 ? certain(ratio.mu) : normalCdf(-ratio.mu / ratio.sigma),
  };
}

const [P5, P50, P95] = [normalCdf(-Z95), 0.5, normalCdf(Z95)];

/** Without any spread B is lower or it is not; equal ones are neither. */
const certain = (mu: number): number => (mu < 0 ? 1 : mu > 0 ? 0 : 0.5);

const meanOf = (products: readonly Product[]): number => products.reduce((sum, { mean }) => sum + mean, 0);

/** Both sums matched by lognormals, with what they share; null where a spread is not known. */
function pairOf(a: readonly Product[], b: readonly Product[]): LogNormalPair | null {
  const [termsA, termsB] = [termsOf(a), termsOf(b)];
  if (termsA === null || termsB === null) return null;
  const [sumA, sumB] = [sumSharing(termsA), sumSharing(termsB)];
  return { a: sumA, b: sumB, covariance: covarianceOf(termsA, sumA, termsB, sumB) };
}

function termsOf(products: readonly Product[]): SharingTerm[] | null {
  const terms = products.flatMap(({ components, ...term }) => (components ? [{ ...term, components }] : []));
  return terms.length === products.length ? terms : null;
}

/** From Var(A + B) = Var A + Var B + 2·Cov(A, B), with B brought to the size of A so that nothing drowns. */
function covarianceOf(
  termsA: readonly SharingTerm[],
  a: LogNormal,
  termsB: readonly SharingTerm[],
  b: LogNormal,
): number {
  const lnScale = a.mu + a.sigma ** 2 / 2 - b.mu - b.sigma ** 2 / 2;
  const sameSize = termsB.map((term) => ({
    ...term,
    mean: term.mean * Math.exp(lnScale),
    ...(term.mu !== undefined && { mu: term.mu + lnScale }),
  }));
  const relativeVariance = ({ sigma }: LogNormal): number => Math.expm1(sigma ** 2);
  const both = 4 * relativeVariance(sumSharing([...termsA, ...sameSize]));
  const covariance = Math.log1p((both - relativeVariance(a) - relativeVariance(b)) / 2);
  const bound = a.sigma * b.sigma;
  return Math.min(bound, Math.max(-bound, covariance));
}
