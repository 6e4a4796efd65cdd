import { requireNonNegative, requirePositive } from '../quantity/index.js';

/**
 * The 95 % point of the standard normal distribution, so that P5 and P95 are exp(μ ∓ Z95·σ).
 * Printed as 1.6449; all the digits are kept so that a t quantile and this one cancel as ν grows.
 */
export const Z95 = 1.6448536269514722;

/** A quantity whose natural logarithm is normal: median exp(mu), sigma the sd of the logarithm. */
export interface LogNormal {
  readonly mu: number;
  readonly sigma: number;
}

/** A quantity as it is reported, all in the unit of the quantity. */
export interface Summary {
  readonly mean: number;
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

/** The correlation of the logarithms of factors i and j, −1 to 1; asked only for i ≠ j. */
export type Correlation = (i: number, j: number) => number;

const independent: Correlation = () => 0;

/**
 * The lognormal that has a given arithmetic mean: μ = ln m − σ²/2.
 *
 * @throws DomainError `OUT_OF_RANGE` where mean ≤ 0 or sigma < 0.
 */
function fromMean(mean: number, sigma: number): LogNormal {
  requirePositive('mean', mean);
  requireNonNegative('sigma', sigma);
  return { mu: Math.log(mean) - sigma ** 2 / 2, sigma };
}

/** The arithmetic mean, exp(μ + σ²/2). */
function meanOf({ mu, sigma }: LogNormal): number {
  return Math.exp(mu + sigma ** 2 / 2);
}

/** The quantile at a standard normal score: exp(μ + z·σ). `Z95` gives P95, 0 the median, `-Z95` P5. */
function quantile({ mu, sigma }: LogNormal, z: number): number {
  return Math.exp(mu + z * sigma);
}

/**
 * Mean, P5, P50 and P95. Pass a mean where it was found apart from mu and sigma, as the arithmetic mean
 * of measured runs is: it is reported as it stands and the percentiles come from the distribution.
 */
function summary(distribution: LogNormal, mean: number = meanOf(distribution)): Summary {
  return {
    mean,
    p5: quantile(distribution, -Z95),
    p50: quantile(distribution, 0),
    p95: quantile(distribution, Z95),
  };
}

/** The variance of a sum of logarithms: Σσᵢ² + 2Σρᵢⱼσᵢσⱼ. */
function sumVariance(sigmas: readonly number[], correlation: Correlation): number {
  let variance = 0;
  sigmas.forEach((sigma, i) => {
    variance += sigma ** 2;
    for (let j = 0; j < i; j++) variance += 2 * correlation(i, j) * sigma * (sigmas[j] ?? 0);
  });
  // Perfectly opposed factors cancel to 0, which rounding may miss from below.
  return Math.max(0, variance);
}

/**
 * A product of lognormals is lognormal: μ = Σμᵢ, σ = √(Σσᵢ² + 2Σρᵢⱼσᵢσⱼ). Factors are independent unless
 * a correlation is given. An empty product is the constant 1.
 */
function product(factors: readonly LogNormal[], correlation: Correlation = independent): LogNormal {
  const sigmas = factors.map(({ sigma }) => sigma);
  return {
    mu: factors.reduce((sum, { mu }) => sum + mu, 0),
    sigma: Math.sqrt(sumVariance(sigmas, correlation)),
  };
}

/**
 * What part of a product's ln-variance each factor brings, σᵢ²/σ². The shares of independent factors sum
 * to 1; what a correlation adds belongs to no single factor and is left out. All 0 where nothing varies.
 */
function varianceShares(sigmas: readonly number[], correlation: Correlation = independent): number[] {
  const variance = sumVariance(sigmas, correlation);
  return sigmas.map((sigma) => (variance === 0 ? 0 : sigma ** 2 / variance));
}

/** The arithmetic of lognormal quantities. Source: Limpert, Stahel, Abbt, BioScience 51(5), 2001. */
export const LogNormal = { fromMean, meanOf, quantile, summary, product, varianceShares } as const;
