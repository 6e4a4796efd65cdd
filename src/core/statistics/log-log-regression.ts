import { requirePositive } from '../quantity/index.js';
import { arithmeticMean } from './means.js';

/** One observation of a power law y ≈ e^a · x^b; both above 0. */
export interface PowerLawPoint {
  readonly x: number;
  readonly y: number;
}

/** Least squares of ln y on ln x. */
export interface LogLogFit {
  /** a: ln y at x = 1. */
  readonly intercept: number;
  /** b: doubling x multiplies y by 2^b. */
  readonly slope: number;
  /** Share of the variance of ln y that ln x explains, 0 to 1; 0 where y does not vary. */
  readonly rSquared: number;
  /** s²_res, Σresidual²/(n − 2), of natural logarithms. */
  readonly residualVariance: number;
  readonly n: number;
  /** x̄, the mean of ln x. */
  readonly meanLnX: number;
  /** Sxx, Σ(ln x − x̄)². */
  readonly sxx: number;
}

/** What a fit says of ln y at one x: a t distribution around mu, scaled by √sigma2. */
export interface LogLogPrediction {
  readonly mu: number;
  readonly sigma2: number;
  readonly degreesOfFreedom: number;
}

/**
 * Fits ln y = a + b·ln x by ordinary least squares. Null where a line and its spread cannot be told:
 * fewer than three points, or all of the same x.
 *
 * @throws DomainError `OUT_OF_RANGE` where an x or a y is not above 0.
 */
export function fitLogLog(points: readonly PowerLawPoint[]): LogLogFit | null {
  const n = points.length;
  if (n < 3) return null;
  const lnX = points.map(({ x }) => Math.log(requirePositive('x', x)));
  const lnY = points.map(({ y }) => Math.log(requirePositive('y', y)));
  // Equal x by themselves, for the mean of equal logarithms may differ from them in the last digit.
  if (points.every(({ x }) => x === points[0]?.x)) return null;
  const meanLnX = arithmeticMean(lnX);
  const meanLnY = arithmeticMean(lnY);
  const dx = lnX.map((value) => value - meanLnX);
  const dy = lnY.map((value) => value - meanLnY);
  const sxx = sumOfProducts(dx, dx);
  const syy = sumOfProducts(dy, dy);
  const slope = sumOfProducts(dx, dy) / sxx;
  const residuals = dy.map((value, i) => value - slope * (dx[i] ?? 0));
  const sumOfResiduals = sumOfProducts(residuals, residuals);
  return {
    intercept: meanLnY - slope * meanLnX,
    slope,
    rSquared: syy === 0 ? 0 : Math.max(0, 1 - sumOfResiduals / syy),
    residualVariance: sumOfResiduals / (n - 2),
    n,
    meanLnX,
    sxx,
  };
}

/**
 * The distribution of ln y of one new observation at x: μ = a + b·ln x and
 * σ² = s²_res·[1 + 1/n + (ln x − x̄)²/Sxx], with n − 2 degrees of freedom. It widens away from the data.
 *
 * Source: Draper, Smith, "Applied Regression Analysis", 3rd ed., Wiley, 1998.
 *
 * @throws DomainError `OUT_OF_RANGE` where x is not above 0.
 */
export function predictLogLog(fit: LogLogFit, x: number): LogLogPrediction {
  const lnX = Math.log(requirePositive('x', x));
  return {
    mu: fit.intercept + fit.slope * lnX,
    sigma2: fit.residualVariance * (1 + 1 / fit.n + (lnX - fit.meanLnX) ** 2 / fit.sxx),
    degreesOfFreedom: fit.n - 2,
  };
}

function sumOfProducts(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
