import { DomainError } from '../errors/index.js';

/**
 * The value, once it is known to be a finite number above 0.
 *
 * @throws DomainError `OUT_OF_RANGE` naming the field, for 0, a negative number, NaN or an infinity.
 */
export function requirePositive(field: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw DomainError.field('OUT_OF_RANGE', field, `${field} must be a finite number above 0, not ${value}`);
}

/**
 * The value, once it is known to be a finite number of at least 0.
 *
 * @throws DomainError `OUT_OF_RANGE` naming the field, for a negative number, NaN or an infinity.
 */
export function requireNonNegative(field: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw DomainError.field(
    'OUT_OF_RANGE',
    field,
    `${field} must be a finite number of at least 0, not ${value}`,
  );
}
