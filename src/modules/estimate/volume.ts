import { DomainError } from '../../core/errors/index.js';
import { MAX_PER_DAY } from './estimate.input.js';
import type { WorkloadInput } from './estimate.input.js';

/** Inferences a day: given as such, or as users × inferences per user; never both, never neither. */
export function inferencesPerDay(workload: WorkloadInput, path: string): number {
  const { users, inferencesPerUserPerDay: each, inferencesPerDay: direct } = workload;
  if (direct !== undefined) {
    if (users === undefined && each === undefined) return direct;
    const field = `${path}.${users === undefined ? 'inferencesPerUserPerDay' : 'users'}`;
    throw DomainError.field(
      'VOLUME_AMBIGUOUS',
      field,
      `${field} and ${path}.inferencesPerDay exclude each other`,
    );
  }
  if (users === undefined || each === undefined) throw missing(workload, path);
  const volume = users * each;
  if (volume <= MAX_PER_DAY) return volume;
  throw DomainError.field(
    'OUT_OF_RANGE',
    `${path}.inferencesPerUserPerDay`,
    `${path}: users × inferencesPerUserPerDay is ${volume}, over ${MAX_PER_DAY} a day`,
  );
}

function missing({ users, inferencesPerUserPerDay }: WorkloadInput, path: string): DomainError {
  if (users === undefined && inferencesPerUserPerDay === undefined) {
    const message = `${path} needs inferencesPerDay, or users with inferencesPerUserPerDay`;
    return DomainError.field('VOLUME_MISSING', `${path}.inferencesPerDay`, message);
  }
  const [given, field] =
    users === undefined ? ['inferencesPerUserPerDay', 'users'] : ['users', 'inferencesPerUserPerDay'];
  return DomainError.field(
    'VOLUME_MISSING',
    `${path}.${field}`,
    `${path}.${given} needs ${path}.${field} beside it`,
  );
}
