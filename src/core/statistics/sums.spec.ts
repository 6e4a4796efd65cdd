import fc from 'fast-check';
import { fentonWilkinson, LogNormal, sumSharing, type SharingTerm } from './index.js';
import { seededNormal } from '../../../test/support/seeded-normal.js';

const sigma = fc.double({ min: 0, max: 6, noNaN: true });
const workloads = fc.array(
  fc.record({
    mean: fc.double({ min: 0.1, max: 1000, noNaN: true }),
    components: fc.uniqueArray(fc.constantFrom('factor', 'grid', 'pue', 'other'), { maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 8 },
);
const sigmasOf = fc.record({ factor: sigma, grid: sigma, pue: sigma, other: sigma });
type Sigmas = Record<'factor' | 'grid' | 'pue' | 'other', number>;

function termsOf(
  list: readonly { mean: number; components: (keyof Sigmas)[] }[],
  sigmas: Sigmas,
): SharingTerm[] {
  return list.map(({ mean, components }) => ({
    mean,
    components: components.map((key) => ({ key, sigma: sigmas[key] })),
  }));
}

const { exp, log } = Math;

/** Sorted draws of the sum itself, each key one normal deviate. */
function simulate(terms: readonly SharingTerm[], draws: number): Float64Array {
  const normal = seededNormal(7);
  const keys = [...new Set(terms.flatMap(({ components }) => components.map(({ key }) => key)))];
  const loadings = terms.map(({ mean, mu, components }) => ({
    location: mu ?? log(mean) - components.reduce((sum, c) => sum + c.sigma ** 2, 0) / 2,
    sigmas: Float64Array.from(keys, (key) => components.find((c) => c.key === key)?.sigma ?? 0),
  }));
  const deviates = new Float64Array(keys.length);
  const sums = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    // Every other draw is the mirror image of the one before, which is as likely.
    for (let k = 0; k < deviates.length; k++) deviates[k] = draw % 2 === 0 ? normal() : -deviates[k]!;
    for (const { location, sigmas } of loadings) {
      let ln = location;
      for (let k = 0; k < deviates.length; k++) ln += sigmas[k]! * deviates[k]!;
      sums[draw]! += exp(ln);
    }
  }
  return sums.sort();
}

const term = (mean: number, sigmas: Record<string, number>): SharingTerm => ({
  mean,
  components: Object.entries(sigmas).map(([key, value]) => ({ key, sigma: value })),
});

/** By its median, as wide terms are compared better. */
const wide = (median: number, sigmas: Record<string, number>): SharingTerm => ({
  ...term(0, sigmas),
  mean: median,
  mu: Math.log(median),
});

const DRAWS = 1_000_000;
const errorsOf = (terms: readonly SharingTerm[]): number[] => {
  const draws = simulate(terms, DRAWS);
  const { p5, p50, p95 } = sumSharing(terms);
  return [p5 / draws[DRAWS * 0.05]! - 1, p50 / draws[DRAWS * 0.5]! - 1, p95 / draws[DRAWS * 0.95]! - 1];
};

describe('a sum of lognormals against a seeded simulation', () => {
  it.each([
    [
      'one factor in three grids',
      [term(470, { f: 0.6, SWE: 0.3 }), term(300, { f: 0.6, USA: 0.08 }), term(200, { f: 0.6, x: 0.35 })],
    ],
    ['one wide task beside a narrow one', [term(100, { f: 0.8 }), term(100, { g: 0.2 })]],
    ['narrow ones, matched', [term(100, { f: 0.25, grid: 0.3 }), term(30, { g: 0.1, grid: 0.3 })]],
    [
      'five tasks of 0.74 on one grid of 0.3',
      ['a', 'b', 'c', 'd', 'e'].map((f) => term(100, { [f]: 0.74, grid: 0.3 })),
    ],
    ['one workload of 0.8', [term(1, { f: 0.8 })]],
    ['few videos among many texts', [wide(44, { video: 5.14 }), wide(5_365, { text: 0.77 })]],
    ['zero-shot classifiers beside texts', [wide(3_000, { zeroShot: 1.45 }), wide(5_365, { text: 0.77 })]],
    ['two of 6', [wide(1, { a: 6 }), wide(1, { b: 6 })]],
    ['6 beside 0.1', [wide(1, { a: 6 }), wide(1, { b: 0.1 })]],
    [
      'wide ones on one grid',
      [1.5, 2, 3, 4].map((s) => wide(10 / s, { [`f${s}`]: s, grid: 0.35, pue: 0.12 })),
    ],
    ['grids wider than factors', [wide(1, { f: 1, x: 5 }), wide(9, { f: 1, y: 3 }), wide(4, { g: 2, x: 5 })]],
    ['one key at two strengths', [wide(1, { f: 4, grid: 0.3 }), wide(20, { f: 0.5, grid: 0.3 })]],
  ])('%s: P5, P50 and P95 within 3 %%', (_, terms) => {
    for (const error of errorsOf(terms)) expect(Math.abs(error)).toBeLessThan(0.03);
  });

  it('six that vary apart, from 6 down to 1: within 5 %', () => {
    const terms = [6, 5, 4, 3, 2, 1].map((s) => wide(1, { [`f${s}`]: s }));
    for (const error of errorsOf(terms)) expect(Math.abs(error)).toBeLessThan(0.05);
  });
});

const some = { numRuns: 40 };

describe('the percentiles of a sum, with sigmas up to 6', () => {
  const percentiles = (list: readonly SharingTerm[]): number[] => {
    const { p5, p50, p95 } = sumSharing(list);
    return [p5, p50, p95];
  };

  it('rise from P5 to P95, and none is below that of a part', () => {
    fc.assert(
      fc.property(workloads, sigmasOf, (list, sigmas) => {
        const terms = termsOf(list, sigmas);
        const sum = percentiles(terms);
        expect(sum).toEqual([...sum].sort((a, b) => a - b));
        for (const part of terms) {
          percentiles([part]).forEach((own, i) => expect(sum[i]! / own).toBeGreaterThanOrEqual(1 - 1e-12));
        }
      }),
      some,
    );
  });

  it('grow in proportion to the volume', () => {
    fc.assert(
      fc.property(
        workloads,
        sigmasOf,
        fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
        (list, sigmas, by) => {
          const larger = percentiles(
            termsOf(
              list.map((each) => ({ ...each, mean: each.mean * by })),
              sigmas,
            ),
          );
          percentiles(termsOf(list, sigmas)).forEach((p, i) => expect(larger[i]! / by / p).toBeCloseTo(1, 6));
        },
      ),
      some,
    );
  });

  it('do not depend on the order of the workloads, and a volume of 0 adds nothing', () => {
    fc.assert(
      fc.property(workloads, sigmasOf, (list, sigmas) => {
        const terms = termsOf(list, sigmas);
        const nothing = { mean: 0, components: [{ key: 'unheard of', sigma: 6 }] };
        const turned = percentiles([...terms].reverse().concat(nothing));
        percentiles(terms).forEach((p, i) => expect(turned[i]! / p).toBeCloseTo(1, 9));
      }),
      some,
    );
  });

  it('are the same bits on every call', () => {
    const terms = [wide(44, { video: 5.14, grid: 0.3 }), wide(5_365, { text: 0.77, grid: 0.3 })];
    expect(percentiles(terms)).toEqual(percentiles(terms));
  });
});

describe('a sum of workloads', () => {
  it('is the same by named factors as by their covariances', () => {
    fc.assert(
      fc.property(workloads, sigmasOf, (list, sigmas) => {
        const pairwise = fentonWilkinson(
          list.map(({ mean, components }) => ({
            mean,
            sigma: Math.hypot(...components.map((key) => sigmas[key])),
          })),
          (i, j) =>
            list[i]!.components.filter((key) => list[j]!.components.includes(key)).reduce(
              (sum, key) => sum + sigmas[key] ** 2,
              0,
            ),
        );
        const grouped = sumSharing(termsOf(list, sigmas));
        expect(grouped.mean / pairwise.mean).toBeCloseTo(1, 9);
        expect(grouped.sigma).toBeCloseTo(pairwise.sigma, 6);
        expect(grouped.mu).toBeCloseTo(pairwise.mu, 6);
      }),
    );
  });

  it('has the sum of the means as its mean, whatever is shared', () => {
    fc.assert(
      fc.property(workloads, sigmasOf, (list, sigmas) => {
        const sum = list.reduce((total, { mean }) => total + mean, 0);
        expect(sumSharing(termsOf(list, sigmas)).mean / sum).toBeCloseTo(1, 12);
      }),
    );
  });

  it('never narrows when a factor is known less well', () => {
    fc.assert(
      fc.property(
        workloads,
        sigmasOf,
        sigma,
        fc.constantFrom<keyof Sigmas>('factor', 'grid'),
        (list, sigmas, more, key) => {
          const before = sumSharing(termsOf(list, sigmas)).sigma;
          const after = sumSharing(termsOf(list, { ...sigmas, [key]: sigmas[key] + more })).sigma;
          expect(after).toBeGreaterThanOrEqual(before - 1e-9);
        },
      ),
    );
  });

  it('of ten thousand that share their factor is as uncertain as one: nothing is divided by √N', () => {
    const one = sumSharing([term(1, { factor: 0.77, grid: 0.08 })]);
    const many = sumSharing(
      Array.from({ length: 10_000 }, (_, i) => term(1 + (i % 7), { factor: 0.77, grid: 0.08 })),
    );
    expect(many.sigma).toBeCloseTo(one.sigma, 12);
    const manyGrids = sumSharing(
      Array.from({ length: 10_000 }, (_, i) => term(1, { factor: 0.77, [`grid:${i}`]: 0.3 })),
    );
    expect(manyGrids.sigma).toBeGreaterThanOrEqual(0.77);
  });

  it('of one is that one: its percentiles come from its own mu, its mean is reported as measured', () => {
    const sigmas = { components: [{ key: 'factor', sigma: 0.7657 }] };
    const sum = sumSharing([{ mean: 469.04, mu: Math.log(397.565), ...sigmas }]);
    expect(sum).toMatchObject({
      mean: 469.04,
      sigma: expect.closeTo(0.7657, 12),
      p50: expect.closeTo(397.565, 8),
    });
  });

  it('squares a factor that enters a term twice', () => {
    const twice = [
      { key: 'pue', sigma: 0.1 },
      { key: 'pue', sigma: 0.1 },
    ];
    expect(sumSharing([{ mean: 1, components: twice }]).sigma).toBeCloseTo(0.2, 12);
  });

  it('of nothing is 0 for certain', () => {
    const zero = { mean: 0, sigma: 0, p5: 0, p50: 0, p95: 0 };
    expect(sumSharing([])).toMatchObject(zero);
    expect(fentonWilkinson([{ mean: 0, sigma: 0.5 }], () => 0)).toMatchObject(zero);
  });

  it('of one lognormal is that lognormal', () => {
    const { p5, p95 } = LogNormal.summary(LogNormal.fromMean(470, 0.58));
    const sum = fentonWilkinson([{ mean: 470, sigma: 0.58 }], () => 0);
    expect(sum.p5).toBeCloseTo(p5, 9);
    expect(sum.p95).toBeCloseTo(p95, 9);
  });

  it('refuses a mean below 0', () => {
    expect(() => sumSharing([{ mean: -1, components: [] }])).toThrow('mean must be');
  });
});
