import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';

/** The distribution function of the standard normal, Φ(z). */
export const normalCdf = (z: number): number => erfc(-z / Math.SQRT2) / 2;

/** The standard normal deviate below which a part p of the distribution lies, Φ⁻¹(p). */
export const normalQuantile = (p: number): number => -Math.SQRT2 * erfcinv(2 * p);
