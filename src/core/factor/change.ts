import type { Factor } from './factor.js';

/** A factor with the id by which it is cited. */
export interface IdentifiedFactor extends Factor {
  readonly id: string;
}

/** A factor before and after something; null where it was not there, or is there no more. */
export interface FactorChange {
  readonly factor: IdentifiedFactor;
  readonly before: FactorState | null;
  readonly after: FactorState | null;
}

/** Arithmetic mean of the energy, Wh per unit, and the runs behind it. */
export interface FactorState {
  readonly meanWh: number;
  readonly runs: number;
}

/** The factors whose mean or runs differ between two looks at the same data. */
export function changesBetween(
  before: ReadonlyMap<string, IdentifiedFactor>,
  after: ReadonlyMap<string, IdentifiedFactor>,
): FactorChange[] {
  const all = new Map([...before, ...after]);
  return [...all]
    .map(([id, factor]) => ({ factor, before: stateOf(before.get(id)), after: stateOf(after.get(id)) }))
    .filter((change) => !isSame(change.before, change.after));
}

const isSame = (one: FactorState | null, other: FactorState | null): boolean =>
  one?.meanWh === other?.meanWh && one?.runs === other?.runs;

/** The change over two steps: what was before the first, and what is after the second. */
export function joinChanges(first: readonly FactorChange[], second: readonly FactorChange[]): FactorChange[] {
  const joined = new Map(first.map((change) => [change.factor.id, change]));
  for (const change of second) {
    const earlier = joined.get(change.factor.id);
    joined.set(change.factor.id, earlier ? { ...change, before: earlier.before } : change);
  }
  return [...joined.values()];
}

const stateOf = (factor: IdentifiedFactor | undefined): FactorState | null =>
  factor ? { meanWh: factor.evidence.mean, runs: factor.evidence.n.runs } : null;
