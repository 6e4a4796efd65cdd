import { DomainError } from '../errors/index.js';

/** How far the shares of a mix may be from 1, for shares that were rounded when they were written down. */
export const SHARE_SUM_TOLERANCE = 1e-6;

/**
 * The shares of a mix, brought to a sum of exactly 1.
 *
 * @throws DomainError `SHARES_DO_NOT_SUM` naming the field and the sum, where it is off by more than the tolerance.
 */
export function sharesOf(field: string, shares: readonly number[]): number[] {
  const sum = shares.reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) <= SHARE_SUM_TOLERANCE) return shares.map((share) => share / sum);
  const message = `the shares of ${field} sum to ${Number(sum.toPrecision(9))}, not to 1`;
  throw DomainError.field('SHARES_DO_NOT_SUM', field, message);
}
