import { groupBy } from '../collections.js';
import { deriveGroup, groupOf } from './derive.js';
import type { DerivationContext, DerivedGroup } from './derive.js';
import { mergeStrata, NOTHING, withoutExcluded } from './strata.js';
import type { Exclusion, StratifiedCell } from './strata.js';

/** The groups of a derivation by key, each with what it was derived from. */
export type DerivedGroups = ReadonlyMap<
  string,
  { readonly fingerprint: string; readonly derived: DerivedGroup }
>;

/**
 * Everything that the cells support, within each comparable group. A group whose cells, cohort and model sizes are
 * those of the previous derivation is taken from it as it stands, so that new runs cost what their own groups cost.
 */
export function deriveGroups(
  cells: readonly StratifiedCell[],
  context: DerivationContext,
  { previous, exclusion = NOTHING }: { previous?: DerivedGroups | undefined; exclusion?: Exclusion } = {},
): DerivedGroups {
  const groups = groupBy(cells, (cell) => JSON.stringify(groupOf(cell)));
  const result = new Map<string, { fingerprint: string; derived: DerivedGroup }>();
  for (const [key, own] of groups) {
    const kept = own.flatMap((cell) => withoutExcluded(cell, exclusion) ?? []);
    const fingerprint = fingerprintOf(kept, context);
    const before = previous?.get(key);
    const derived =
      before?.fingerprint === fingerprint ? before.derived : deriveGroup(kept.map(mergeStrata), context);
    if (derived) result.set(key, { fingerprint, derived });
  }
  return result;
}

/** Changes when anything changes that the group's factors depend on. */
function fingerprintOf(
  cells: readonly StratifiedCell[],
  { cohortOf, parametersOf }: DerivationContext,
): string {
  const basis = cells.map(({ id, identity, strata }) => [id, parametersOf(identity.modelId), strata]);
  return JSON.stringify([cells[0] && cohortOf(cells[0].identity.sourceId), basis]);
}
