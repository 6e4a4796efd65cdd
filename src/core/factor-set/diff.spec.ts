import fc from 'fast-check';
import { bySizeOfChange, diffTable } from './diff.js';
import type { Change, DiffTable } from './diff.js';

interface Row {
  readonly id: string;
  readonly mean: number | null;
  readonly flags: readonly string[];
}

const table: DiffTable<Row> = {
  keyOf: ({ id }) => id,
  valueOf: ({ mean }) => mean,
  membersOf: ({ id, ...others }) => others,
};

const row = (id: string, mean: number | null, ...flags: string[]): Row => ({ id, mean, flags });

describe('diffTable', () => {
  it('tells what moved, by how much and in what, and what came and went', () => {
    const from = [row('same', 1), row('doubled', 2), row('flagged', 3), row('gone', 4)];
    const to = [row('new', 5), row('flagged', 3, 'outlier'), row('doubled', 4, 'x'), row('same', 1)];
    const { changes, unchanged } = diffTable(from, to, table);
    expect(unchanged).toBe(1);
    expect(changes).toEqual([
      {
        change: 'moved',
        key: 'doubled',
        from: from[1],
        to: to[2],
        relativeChange: 1,
        fields: ['flags', 'mean'],
      },
      { change: 'moved', key: 'flagged', from: from[2], to: to[1], relativeChange: 0, fields: ['flags'] },
      { change: 'removed', key: 'gone', from: from[3], to: null, relativeChange: null, fields: [] },
      { change: 'added', key: 'new', from: null, to: to[0], relativeChange: null, fields: [] },
    ]);
  });

  it('has no relative change from or to a figure that is unknown, nor from 0', () => {
    const pairs: [number | null, number | null][] = [
      [null, 1],
      [1, null],
      [0, 1],
    ];
    for (const [a, b] of pairs) {
      const [change] = diffTable([row('r', a)], [row('r', b)], table).changes;
      expect(change).toMatchObject({ change: 'moved', relativeChange: null, fields: ['mean'] });
    }
  });

  const rows = fc.uniqueArray(
    fc.record({
      id: fc.string({ maxLength: 2 }),
      mean: fc.option(fc.double({ min: 1e-9, max: 1e9, noNaN: true })),
      flags: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
    }),
    { selector: ({ id }) => id, maxLength: 8 },
  );

  it('finds nothing between equal tables, in whatever order', () => {
    fc.assert(
      fc.property(rows, (some) => {
        expect(diffTable(some, [...some].reverse(), table)).toEqual({ changes: [], unchanged: some.length });
      }),
    );
  });

  it('accounts for every row of both tables once, and gives the new table from the old', () => {
    fc.assert(
      fc.property(rows, rows, (from, to) => {
        const { changes, unchanged } = diffTable(from, to, table);
        const count = (kind: string) => changes.filter(({ change }) => change === kind).length;
        expect(unchanged + count('moved') + count('removed')).toBe(from.length);
        expect(unchanged + count('moved') + count('added')).toBe(to.length);
        const patched = new Map(from.map((r) => [r.id, r]));
        for (const change of changes) {
          if (change.to === null) patched.delete(change.key);
          else patched.set(change.key, change.to);
        }
        expect(diffTable([...patched.values()], to, table).changes).toEqual([]);
      }),
    );
  });
});

describe('bySizeOfChange', () => {
  const change = (kind: Change<Row>['change'], key: string, relativeChange: number | null) => ({
    change: kind,
    key,
    relativeChange,
  });

  it('puts the largest ratio first, up or down alike, then what was added, then what was removed', () => {
    const ordered = [
      change('moved', 'to zero', -1),
      change('moved', 'tenfold', 9),
      change('moved', 'a fifth', -0.8),
      change('moved', 'double', 1),
      change('moved', 'spread only', 0),
      change('moved', 'unknown', null),
      change('added', 'a', null),
      change('added', 'b', null),
      change('removed', 'a', null),
    ];
    expect([...ordered].reverse().sort(bySizeOfChange)).toEqual(ordered);
  });
});
