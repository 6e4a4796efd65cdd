import { changesBetween, joinChanges } from './change.js';
import type { IdentifiedFactor } from './change.js';

const factor = (id: string, mean: number, runs: number) =>
  ({ id, evidence: { mean, n: { runs } } }) as unknown as IdentifiedFactor;
const state = (...factors: IdentifiedFactor[]) => new Map(factors.map((f) => [f.id, f]));
const brief = (changes: ReturnType<typeof changesBetween>) =>
  changes.map((c) => [c.factor.id, c.before?.runs ?? null, c.after?.runs ?? null]);

it('says what was before and after, also of a factor that is new', () => {
  const changes = changesBetween(state(factor('a', 1, 1)), state(factor('a', 2, 2), factor('b', 5, 1)));
  expect(brief(changes)).toEqual([
    ['a', 1, 2],
    ['b', null, 1],
  ]);
  expect(changes[0]?.after?.meanWh).toBe(2);
});

it('leaves out what stayed as it was, and says what is gone', () => {
  const changes = changesBetween(state(factor('a', 1, 1), factor('b', 1, 1)), state(factor('a', 1, 1)));
  expect(brief(changes)).toEqual([['b', 1, null]]);
});

it('joins two steps into one: before the first, after the second', () => {
  const first = changesBetween(state(factor('a', 1, 1)), state(factor('a', 2, 2)));
  const second = changesBetween(state(factor('a', 2, 2)), state(factor('a', 3, 3), factor('c', 1, 1)));
  expect(brief(joinChanges(first, second))).toEqual([
    ['a', 1, 3],
    ['c', null, 1],
  ]);
});
