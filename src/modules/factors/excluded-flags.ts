import { unknownName } from '../../common/errors/index.js';
import type { Exclusion } from '../../core/factor/index.js';
import type { FactorsSnapshot, FactorsView } from './factors.snapshot.js';

const ANY = 'any';

/** The factors without the runs that the caller leaves out; an unknown flag is a 422 with close matches. */
export function viewWithout(
  snapshot: FactorsSnapshot,
  excludeFlags: string | undefined,
): { readonly view: FactorsView; readonly excludedFlags: readonly string[] } {
  const excludedFlags = flagsOf(excludeFlags);
  if (excludedFlags.length === 0) return { view: snapshot, excludedFlags };
  return { view: snapshot.without(exclusionOf(excludedFlags, snapshot.runFlags)), excludedFlags };
}

const flagsOf = (text = ''): string[] =>
  [...new Set(text.split(',').map((flag) => flag.trim()))].filter((flag) => flag !== '').sort();

function exclusionOf(flags: readonly string[], known: ReadonlySet<string>): Exclusion {
  const unknown = flags.find((flag) => flag !== ANY && !known.has(flag));
  if (unknown !== undefined) {
    const field = 'excludeFlags';
    throw unknownName({ code: 'UNKNOWN_FLAG', field, value: unknown, known: [...known, ANY] });
  }
  return flags.includes(ANY) ? 'any-flag' : new Set(flags);
}
