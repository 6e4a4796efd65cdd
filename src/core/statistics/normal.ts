import erfc from '@stdlib/math-base-special-erfc';

/** The distribution function of the standard normal, Φ(z). */
export const normalCdf = (z: number): number => erfc(-z / Math.SQRT2) / 2;
