import { DomainError } from '../../core/errors/index.js';
import type { Volume } from '../../core/estimate/index.js';
import { MAX_PER_DAY } from './workload.input.js';
import type { WorkloadInput } from './workload.input.js';

/** The ways to give a volume as one number, each with its unit. */
const DIRECT = [
  ['inferencesPerDay', 'inference'],
  ['outputTokensPerDay', 'output-token'],
  ['imagesPerDay', 'image'],
  ['audioSecondsPerDay', 'audio-second'],
] as const;

/** A workload's volume a day: given in one unit, or as users × inferences per user; never twice, never not. */
export function volumeOf(workload: WorkloadInput, path: string): Volume {
  const given = DIRECT.flatMap(([field, unit]) => {
    const amount = workload[field];
    return amount === undefined ? [] : [{ field, unit, amount }];
  });
  const [direct, second] = given;
  const { users, inferencesPerUserPerDay: each } = workload;
  if (!direct) return { unit: 'inference', amount: ofUsers(workload, path) };
  const other =
    users !== undefined ? 'users' : each !== undefined ? 'inferencesPerUserPerDay' : second?.field;
  if (other === undefined) return { unit: direct.unit, amount: direct.amount };
  const message = `${path}.${other} and ${path}.${direct.field} exclude each other`;
  throw DomainError.field('VOLUME_AMBIGUOUS', `${path}.${other}`, message);
}

function ofUsers(workload: WorkloadInput, path: string): number {
  const { users, inferencesPerUserPerDay: each } = workload;
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
    const ways = DIRECT.map(([field]) => field).join(', ');
    const message = `${path} needs one of ${ways}, or users with inferencesPerUserPerDay`;
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
