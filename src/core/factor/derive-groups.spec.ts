import fc from 'fast-check';
import { addObservation, EMPTY_MOMENTS, mergeMoments } from '../statistics/index.js';
import type { Moments } from '../statistics/index.js';
import type { CellIdentity } from '../run/index.js';
import { deriveGroups } from './index.js';
import type { DerivationContext, DerivedGroups, Factor, StratifiedCell, Stratum } from './index.js';

interface Run {
  readonly task: string;
  readonly model: string;
  readonly dataset: string;
  readonly flag: string | null;
  readonly wh: number;
}

const run: fc.Arbitrary<Run> = fc.record({
  task: fc.constantFrom('summarization', 'chat'),
  model: fc.constantFrom('a', 'b', 'c', 'd'),
  dataset: fc.constantFrom('x', 'y', 'z'),
  flag: fc.constantFrom(null, null, 'outlier'),
  wh: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
});

const CONTEXT: DerivationContext = {
  cohortOf: () => null,
  parametersOf: (model) => ({ a: 1e8, b: 7e8, c: 3e9, d: 7e9 })[model] ?? null,
};

const identityOf = ({ task, model, dataset }: Run): CellIdentity => ({
  sourceId: 'lab',
  task,
  zeroShot: false,
  inputVariant: null,
  cohort: null,
  modelId: model,
  dataset,
  hardware: '1x-h100',
  energyScope: 'gpu',
  energyMethod: 'nvml',
  meter: null,
  phase: 'query',
  weightPrecision: null,
  engine: null,
  parallelism: null,
  scenario: null,
  batchSize: 1,
  outputShape: null,
});

const stratum = (flag: string | null, energyWh: Moments, lnEnergy: Moments): Stratum => ({
  flags: flag === null ? [] : [flag],
  energyWh,
  lnEnergy,
  secondsPerUnit: { n: 0, mean: 0 },
  loadWh: { n: 0, mean: 0 },
  outputTokensPerUnit: { n: 0, mean: 0 },
  measured: { from: null, to: null },
});

type Sums = Map<string, { run: Run; energy: Moments; ln: Moments }>;

const keyOf = ({ task, model, dataset, flag }: Run): string => JSON.stringify([task, model, dataset, flag]);

/** What writers do: a batch is summed up by itself, then merged with what is stored. */
function merged(stored: Sums, batch: readonly Run[]): Sums {
  const sums: Sums = new Map();
  for (const each of batch) {
    const before = sums.get(keyOf(each)) ?? { run: each, energy: EMPTY_MOMENTS, ln: EMPTY_MOMENTS };
    sums.set(keyOf(each), {
      run: each,
      energy: addObservation(before.energy, each.wh),
      ln: addObservation(before.ln, Math.log(each.wh)),
    });
  }
  const result: Sums = new Map(stored);
  for (const [key, { run: first, energy, ln }] of sums) {
    const old = stored.get(key);
    result.set(key, {
      run: first,
      energy: old ? mergeMoments(old.energy, energy) : energy,
      ln: old ? mergeMoments(old.ln, ln) : ln,
    });
  }
  return result;
}

function cellsOf(sums: Sums): StratifiedCell[] {
  const cells = new Map<string, { run: Run; strata: Stratum[] }>();
  for (const [key, { run: of, energy, ln }] of [...sums].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const id = JSON.stringify((JSON.parse(key) as unknown[]).slice(0, 3));
    const cell = cells.get(id) ?? { run: of, strata: [] };
    cell.strata.push(stratum(of.flag, energy, ln));
    cells.set(id, cell);
  }
  return [...cells].map(([id, cell]) => ({
    id,
    identity: identityOf(cell.run),
    unit: 'inference' as const,
    strata: cell.strata,
  }));
}

const factorsOf = (groups: DerivedGroups): Factor[] =>
  [...groups.values()].flatMap(({ derived }) => derived.factors);

/** Equal in everything, numbers to 1e-9 relative. */
function expectAlike(a: unknown, b: unknown): void {
  if (typeof a === 'number' && typeof b === 'number') {
    expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(a), Math.abs(b)));
  } else if (a !== null && b !== null && typeof a === 'object' && typeof b === 'object') {
    expect(Object.keys(a).sort()).toEqual(Object.keys(b).sort());
    for (const [key, value] of Object.entries(a)) expectAlike(value, (b as Record<string, unknown>)[key]);
  } else {
    expect(a).toEqual(b);
  }
}

describe('a derivation that follows new runs', () => {
  it('gives the factors of a full rebuild, however the runs were split', () => {
    fc.assert(
      fc.property(fc.array(fc.array(run, { maxLength: 12 }), { maxLength: 6 }), (batches) => {
        let sums: Sums = new Map();
        let groups: DerivedGroups | undefined;
        for (const batch of batches) {
          sums = merged(sums, batch);
          groups = deriveGroups(cellsOf(sums), CONTEXT, { previous: groups });
        }
        const rebuilt = deriveGroups(cellsOf(merged(new Map(), batches.flat())), CONTEXT);
        // the square root of a variance component near 0 magnifies rounding, hence variances
        const comparable = (all: Factor[]) =>
          all.map(({ evidence, flags, ...rest }) => ({
            ...rest,
            evidence: { ...evidence, sigma: evidence.sigma === null ? null : evidence.sigma ** 2 },
          }));
        expectAlike(comparable(factorsOf(groups ?? new Map())), comparable(factorsOf(rebuilt)));
      }),
      { numRuns: 60 },
    );
  });

  it('takes over the groups whose runs did not change, and only those', () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 20 }), run, (runs, added) => {
        const before = merged(new Map(), runs);
        const old = deriveGroups(cellsOf(before), CONTEXT);
        const next = deriveGroups(cellsOf(merged(before, [added])), CONTEXT, { previous: old });
        for (const [key, entry] of next) {
          const changed = entry.derived.group.task === added.task;
          expect(entry.derived === old.get(key)?.derived).toBe(!changed);
        }
      }),
    );
  });

  it('leaves flagged runs out as if they had never been there', () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 30 }), (runs) => {
        const without = deriveGroups(cellsOf(merged(new Map(), runs)), CONTEXT, {
          exclusion: new Set(['outlier']),
        });
        const never = deriveGroups(
          cellsOf(
            merged(
              new Map(),
              runs.filter(({ flag }) => flag === null),
            ),
          ),
          CONTEXT,
        );
        expect(new Set(factorsOf(without).map((f) => JSON.stringify(f)))).toEqual(
          new Set(factorsOf(never).map((f) => JSON.stringify(f))),
        );
      }),
    );
  });
});
