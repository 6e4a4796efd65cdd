import fc from 'fast-check';
import { fentonWilkinson, LogNormal, sumSharing, type SharingTerm } from './index.js';
import { seededNormal } from './seeded-normal.js';

const sigma = fc.double({ min: 0, max: 0.8, noNaN: true });
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

/** Sorted draws of the sum itself, each key one normal deviate. */
function simulate(terms: readonly SharingTerm[], draws: number): Float64Array {
  const normal = seededNormal(7);
  const keys = [...new Set(terms.flatMap(({ components }) => components.map(({ key }) => key)))];
  const loadings = terms.map(({ mean, components }) => ({
    location: Math.log(mean) - components.reduce((sum, c) => sum + c.sigma ** 2, 0) / 2,
    sigmas: keys.map((key) => components.find((c) => c.key === key)?.sigma ?? 0),
  }));
  return Float64Array.from({ length: draws }, () => {
    const deviates = keys.map(() => normal());
    return loadings.reduce(
      (sum, { location, sigmas }) =>
        sum + Math.exp(sigmas.reduce((ln, s, k) => ln + s * deviates[k]!, location)),
      0,
    );
  }).sort();
}

const term = (mean: number, sigmas: Record<string, number>): SharingTerm => ({
  mean,
  components: Object.entries(sigmas).map(([key, value]) => ({ key, sigma: value })),
});

const DRAWS = 200_000;
const errorsOf = (terms: readonly SharingTerm[]): { p5: number; p95: number } => {
  const draws = simulate(terms, DRAWS);
  const { p5, p95 } = sumSharing(terms);
  return { p5: p5 / draws[DRAWS * 0.05]! - 1, p95: p95 / draws[DRAWS * 0.95]! - 1 };
};

describe('a sum of lognormals against a seeded simulation', () => {
  it.each([
    [
      'one factor in three grids',
      [term(470, { f: 0.6, SWE: 0.3 }), term(300, { f: 0.6, USA: 0.08 }), term(200, { f: 0.6, x: 0.35 })],
    ],
    ['two tasks on one grid', [term(100, { f: 0.6, USA: 0.3 }), term(100, { g: 0.5, USA: 0.3 })]],
    [
      'five tasks of 0.74 on one grid of 0.3',
      ['a', 'b', 'c', 'd', 'e'].map((f) => term(100, { [f]: 0.74, grid: 0.3 })),
    ],
    ['one workload of 0.8', [term(1, { f: 0.8 })]],
  ])('%s: P5 and P95 within 3 %%', (_, terms) => {
    const { p5, p95 } = errorsOf(terms);
    expect(Math.abs(p5)).toBeLessThan(0.03);
    expect(Math.abs(p95)).toBeLessThan(0.03);
  });

  it('one wide task beside an independent narrow one: P95 holds, P5 errs low by up to 30 %', () => {
    const { p5, p95 } = errorsOf([term(100, { f: 0.8 }), term(100, { g: 0.2 })]);
    expect(Math.abs(p95)).toBeLessThan(0.03);
    expect(p5).toBeLessThan(0);
    expect(p5).toBeGreaterThan(-0.3);
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
        expect(grouped.p5 / pairwise.p5).toBeCloseTo(1, 7);
        expect(grouped.p95 / pairwise.p95).toBeCloseTo(1, 7);
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
