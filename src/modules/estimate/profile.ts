import { DomainError } from '../../core/errors/index.js';
import { STEADY, weightsOf, weightsOfWeekdayShare } from '../../core/estimate/index.js';
import type { Profile } from '../../core/estimate/index.js';
import type { ProfileInput } from './options.input.js';

/** The profile that a workload gives; steady without one. */
export function profileOf(input: ProfileInput | undefined, path: string): Profile {
  if (input === undefined) return STEADY;
  return { weights: weekOf(input, path), growthPerYear: input.growthPerYear ?? 0 };
}

function weekOf({ weekly, weekdayShare }: ProfileInput, path: string): number[] | null {
  if (weekly !== undefined && weekdayShare !== undefined) {
    const message = `${path}.weekly and ${path}.weekdayShare exclude each other`;
    throw DomainError.field('VALIDATION_FAILED', `${path}.weekdayShare`, message);
  }
  if (weekdayShare !== undefined) return weightsOfWeekdayShare(weekdayShare);
  if (weekly === undefined) return null;
  if (weekly.some((weight) => weight > 0)) return weightsOf(weekly);
  const message = `${path}.weekly has no day with a weight above 0`;
  throw DomainError.field('OUT_OF_RANGE', `${path}.weekly`, message);
}
