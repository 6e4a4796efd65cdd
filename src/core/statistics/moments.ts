/** Count, mean and sum of squared deviations from the mean: all that a variance needs, in one pass. */
export interface Moments {
  readonly n: number;
  /** 0 where n is 0. */
  readonly mean: number;
  /** Σ(x − mean)², in the square of the unit of x. */
  readonly m2: number;
}

export const EMPTY_MOMENTS: Moments = { n: 0, mean: 0, m2: 0 };

/**
 * The moments with one more observation. Stable where the mean is large beside the spread.
 *
 * Source: Welford, "Note on a Method for Calculating Corrected Sums of Squares and Products",
 * Technometrics 4(3), 1962.
 */
export function addObservation(moments: Moments, x: number): Moments {
  const n = moments.n + 1;
  const delta = x - moments.mean;
  const mean = moments.mean + delta / n;
  return { n, mean, m2: moments.m2 + delta * (x - mean) };
}

/**
 * The moments of two sets of observations taken together, without the observations.
 *
 * Source: Chan, Golub, LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample
 * Variances", Stanford STAN-CS-79-773, 1979.
 */
export function mergeMoments(a: Moments, b: Moments): Moments {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const delta = b.mean - a.mean;
  return { n, mean: a.mean + (delta * b.n) / n, m2: a.m2 + b.m2 + (delta * delta * a.n * b.n) / n };
}

/** The moments of a list of observations. */
export function momentsOf(values: Iterable<number>): Moments {
  let moments = EMPTY_MOMENTS;
  for (const value of values) moments = addObservation(moments, value);
  return moments;
}

/** The unbiased variance, m2/(n − 1); null where n < 2, for one observation says nothing of spread. */
export function sampleVariance({ n, m2 }: Moments): number | null {
  return n < 2 ? null : m2 / (n - 1);
}

/** The square root of the sample variance, in the unit of the observations; null where n < 2. */
export function sampleSd(moments: Moments): number | null {
  const variance = sampleVariance(moments);
  return variance === null ? null : Math.sqrt(variance);
}
