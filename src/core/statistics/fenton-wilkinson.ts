import { requireNonNegative } from '../quantity/index.js';
import { LogNormal, type Summary } from './lognormal.js';

/** One lognormal summand. */
export interface SumTerm {
  /** The arithmetic mean, at least 0, in the unit of the sum. Means add, whatever the spreads. */
  readonly mean: number;
  /** The sd of the logarithm. */
  readonly sigma: number;
  /**
   * The ln-location, where it was found apart from the mean, as for factors taken from measured runs.
   * Without it the term is the lognormal of that mean: μ = ln m − σ²/2.
   */
  readonly mu?: number;
}

/** The lognormal matched to a sum, and how the sum is reported. `mean` is the sum of the terms' means. */
export type LogNormalSum = LogNormal & Summary;

/** The covariance of the logarithms of terms i and j; asked only for i ≠ j. */
export type LogCovariance = (i: number, j: number) => number;

/** E[X] of the lognormal (mu, sigma), which is what the matching needs; the reported mean may differ from it. */
export function impliedMean({ mean, sigma, mu }: SumTerm): number {
  requireNonNegative('mean', mean);
  requireNonNegative('sigma', sigma);
  return mu === undefined || mean === 0 ? mean : LogNormal.meanOf({ mu, sigma });
}

/** The lognormal that has the mean and the variance of a sum: σ² = ln(1 + Var/E²), μ = ln E − σ²/2. */
export function matchLogNormal(expectation: number, variance: number, mean: number): LogNormalSum {
  // A sum of nothing is 0 for certain.
  const sigma2 = expectation === 0 ? 0 : Math.log1p(Math.max(0, variance) / expectation ** 2);
  const matched = { mu: Math.log(expectation) - sigma2 / 2, sigma: Math.sqrt(sigma2) };
  return { ...matched, ...LogNormal.summary(matched, mean) };
}

/**
 * The sum of correlated lognormals, matched by one lognormal: E[S] = ΣEᵢ and
 * Var(S) = ΣΣ EᵢEⱼ(e^cov(i,j) − 1), where cov(i, j) is the ln-variance that terms i and j share
 * (ρ = cov/(σᵢσⱼ)) and cov(i, i) = σᵢ². Takes time in the square of the number of terms: where the
 * sharing is by named factors, `sumSharing` gives the same sooner.
 *
 * Mean and variance are exact. The percentiles are those of the matched lognormal: exact for one term and for terms that
 * share everything, within 2 % where no term is wider than 0.25 in what it does not share, and wrong without bound where
 * a wide term stands beside others. `sumSharing` has those of the sum itself.
 *
 * Source: Fenton, "The Sum of Log-Normal Probability Distributions in Scatter Transmission Systems",
 * IRE Trans. Commun. Syst. 8(1), 1960; for correlated terms Abu-Dayya, Beaulieu, "Outage Probabilities
 * in the Presence of Correlated Lognormal Interferers", IEEE Trans. Veh. Technol. 43(1), 1994.
 *
 * @throws DomainError `OUT_OF_RANGE` where a mean or a sigma is below 0.
 */
export function fentonWilkinson(terms: readonly SumTerm[], covariance: LogCovariance): LogNormalSum {
  const expectations = terms.map(impliedMean);
  let variance = 0;
  terms.forEach(({ sigma }, i) => {
    const own = expectations[i] ?? 0;
    variance += own ** 2 * Math.expm1(sigma ** 2);
    for (let j = 0; j < i; j++) variance += 2 * own * (expectations[j] ?? 0) * Math.expm1(covariance(i, j));
  });
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return matchLogNormal(sum(expectations), variance, sum(terms.map(({ mean }) => mean)));
}
