import { alongLines } from './lines.js';
import { LogNormal, Z95, type Summary } from './lognormal.js';
import { normalCdf } from './normal.js';
import { groupsOf, type Group, type SharingTerm } from './shared-groups.js';
import { linesFor, lognormalOf } from './sum-quantiles.js';
import { TabulatedDistribution } from './tabulated.js';

type Percentiles = Pick<Summary, 'p5' | 'p50' | 'p95'>;

/** Two sums against each other, where they may share inputs. */
export interface SumsCompared {
  /** Of B − A. */
  readonly difference: Percentiles;
  /** Of B / A. */
  readonly ratio: Percentiles;
  /** P(B < A). */
  readonly probabilityBIsLower: number;
  /** Of the logarithms; null where one of them has no spread. */
  readonly correlation: number | null;
}

/**
 * Compares two sums of lognormals that share inputs. Where each is one product, ln(B/A) is normal with the variance
 * Σ(σ_Bk − σ_Ak)² over the inputs k, so that what both share cancels; all else is integrated along the same lines for
 * both sums (`alongLines`), which keeps what they share.
 *
 * @throws DomainError `OUT_OF_RANGE` where a mean or a sigma is below 0.
 */
export function compareSums(a: readonly SharingTerm[], b: readonly SharingTerm[]): SumsCompared {
  const [groupsA, groupsB] = [groupsOf(a), groupsOf(b)];
  const { logarithms, masses } = alongLines([groupsA, groupsB], linesFor([...groupsA, ...groupsB]));
  const [lnA = new Float64Array(), lnB = new Float64Array()] = logarithms;
  const exact = productsCompared(groupsA, groupsB);
  return {
    difference: differenceOf(lnA, lnB, masses),
    ...(exact ?? ratioOf(lnA, lnB, masses)),
  };
}

type RatioOnly = Omit<SumsCompared, 'difference'>;

function productsCompared(groupsA: readonly Group[], groupsB: readonly Group[]): RatioOnly | null {
  const [[a, moreA], [b, moreB]] = [groupsA, groupsB];
  if (!a || !b || moreA || moreB) return null;
  const [lnA, lnB] = [lognormalOf(a), lognormalOf(b)];
  let [variance, covariance] = [0, 0];
  for (const key of new Set([...a.sigmas.keys(), ...b.sigmas.keys()])) {
    const [inA, inB] = [a.sigmas.get(key) ?? 0, b.sigmas.get(key) ?? 0];
    variance += (inB - inA) ** 2;
    covariance += inA * inB;
  }
  const ratio = { mu: lnB.mu - lnA.mu, sigma: Math.sqrt(variance) };
  const { p5, p50, p95 } = LogNormal.summary(ratio);
  return {
    ratio: { p5, p50, p95 },
    probabilityBIsLower: ratio.sigma === 0 ? certain(ratio.mu) : normalCdf(-ratio.mu / ratio.sigma),
    correlation: correlationOf(covariance, lnA.sigma ** 2, lnB.sigma ** 2),
  };
}

/** Without any spread B is lower or it is not; equal ones are neither. */
const certain = (mu: number): number => (mu < 0 ? 1 : mu > 0 ? 0 : 0.5);

const correlationOf = (covariance: number, varianceA: number, varianceB: number): number | null => {
  const spread = Math.sqrt(varianceA * varianceB);
  return spread < 1e-12 ? null : Math.min(1, Math.max(-1, covariance / spread));
};

function ratioOf(lnA: Float64Array, lnB: Float64Array, masses: Float64Array): RatioOnly {
  const distribution = new TabulatedDistribution(
    lnB.map((ln, node) => ln - lnA[node]!),
    masses,
  );
  const at = (z: number): number => Math.exp(distribution.quantile(normalCdf(z)));
  const covariance = (x: Float64Array, y: Float64Array): number => covarianceOf(x, y, masses);
  return {
    ratio: { p5: at(-Z95), p50: at(0), p95: at(Z95) },
    probabilityBIsLower: distribution.below(0),
    correlation: correlationOf(covariance(lnA, lnB), covariance(lnA, lnA), covariance(lnB, lnB)),
  };
}

/**
 * B − A has either sign and spans many powers of ten, so it is tabulated as arsinh((B − A)/size): in proportion where
 * it is large beside the size of the sums, evenly where it is small.
 */
function differenceOf(lnA: Float64Array, lnB: Float64Array, masses: Float64Array): Percentiles {
  const middle = masses.length / 2;
  const lnSize = Math.max(lnA[middle] ?? 0, lnB[middle] ?? 0);
  const distribution = new TabulatedDistribution(
    lnB.map((ln, node) => Math.asinh(Math.exp(ln - lnSize) - Math.exp(lnA[node]! - lnSize))),
    masses,
  );
  const at = (z: number): number => Math.sinh(distribution.quantile(normalCdf(z))) * Math.exp(lnSize);
  return { p5: at(-Z95), p50: at(0), p95: at(Z95) };
}

/** Over all lines, each node with half the probability of the stretches on either side of it. */
function covarianceOf(x: Float64Array, y: Float64Array, masses: Float64Array): number {
  const perLine = masses.length + 1;
  const mean = (of: (node: number) => number): number => {
    let sum = 0;
    for (let node = 0; node < x.length; node++) {
      const l = node % perLine;
      sum += of(node) * ((masses[l - 1] ?? 0) + (masses[l] ?? 0));
    }
    return (sum * perLine) / (2 * x.length);
  };
  const [meanX, meanY] = [mean((node) => x[node]!), mean((node) => y[node]!)];
  return mean((node) => (x[node]! - meanX) * (y[node]! - meanY));
}
