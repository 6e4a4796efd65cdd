import fc from 'fast-check';
import { seededNormal } from '../../../test/support/seeded-normal.js';
import { compare, exact, intervalOfSum, productOf, uncertain } from './index.js';
import type { Product } from './index.js';

const DRAWS = 1_000_000;
const { exp } = Math;

/** Draws of several sums, each input one normal deviate for all of them. */
function simulate(...sums: (readonly Product[])[]): Float64Array[] {
  const normal = seededNormal(11);
  const keys = [...new Set(sums.flat().flatMap(({ components }) => components!.map(({ key }) => key)))];
  const terms = sums.flatMap((products, sum) =>
    products.map(({ mu, components }) => ({
      sum,
      mu,
      loads: components!
        .filter(({ sigma }) => sigma > 0)
        .map(({ key, sigma }) => ({ key: keys.indexOf(key), sigma })),
    })),
  );
  const values = sums.map(() => new Float64Array(DRAWS));
  const deviates = new Float64Array(keys.length);
  for (let draw = 0; draw < DRAWS; draw++) {
    for (let key = 0; key < keys.length; key++) deviates[key] = draw % 2 === 0 ? normal() : -deviates[key]!;
    for (const { sum, mu, loads } of terms) {
      let ln = mu;
      for (const { key, sigma } of loads) ln += sigma * deviates[key]!;
      values[sum]![draw]! += exp(ln);
    }
  }
  return values;
}

const at = (sorted: Float64Array, p: number): number => sorted[Math.floor(DRAWS * p)]!;
const off = (value: number | null, oracle: number): number => Math.abs((value ?? NaN) / oracle - 1);

const day = (kwh: number, factor: [string, number], grid: [string, number, number], pue = 0.03): Product =>
  productOf([
    exact(kwh),
    uncertain(`factor:${factor[0]}`, 1, factor[1]),
    uncertain(`pue:${pue}`, 1.2, pue),
    uncertain(`grid:${grid[0]}`, grid[1], grid[2]),
  ]);

const SWE: [string, number, number] = ['SWE', 35.89, 0.3];
const USA: [string, number, number] = ['USA', 383.55, 0.35];
const IND: [string, number, number] = ['IND', 708.96, 0.08];

/** Fleets as analysts have them: a few tasks at the spreads of the study, in one to three grids. */
const FLEETS: [string, Product[]][] = [
  ['one task in three grids', [SWE, USA, IND].map((grid) => day(1_000, ['text-generation', 0.77], grid))],
  [
    'two models of one task in two grids',
    [
      day(300, ['a', 0.03], SWE),
      day(700, ['b', 0.03], SWE),
      day(300, ['a', 0.03], USA),
      day(700, ['b', 0.03], USA),
    ],
  ],
  ['two tasks alike in spread on one grid', [day(469, ['t', 0.5], USA), day(492, ['u', 0.42], USA)]],
  [
    'a generator that dominates, beside a classifier',
    [day(469, ['text-generation', 0.77], USA), day(10, ['classification', 0.47], USA)],
  ],
  [
    'three tasks of unlike spread on one grid',
    [
      day(469, ['text-generation', 0.77], USA),
      day(492, ['summarization', 0.42], USA),
      day(630, ['image-captioning', 0.45], USA),
    ],
  ],
  [
    'four classifiers beside a generator of five times their energy',
    [
      day(469, ['text-generation', 0.77], USA, 0.12),
      ...['c', 'd', 'e', 'f'].map((task) => day(25, [task, 0.4], USA, 0.12)),
    ],
  ],
  [
    'a few videos among many texts, each factor as measured',
    [day(1_000, ['video-generation', 5.14], SWE), day(5_365, ['text-generation', 0.77], USA)],
  ],
];

describe('totals of realistic fleets against a seeded simulation', () => {
  it.each(FLEETS)('%s: P5 and P95 within 3 %%', (_, products) => {
    const { p5, p95 } = intervalOfSum(products);
    const draws = simulate(products)[0]!.sort();
    expect(off(p5, at(draws, 0.05))).toBeLessThan(0.03);
    expect(off(p95, at(draws, 0.95))).toBeLessThan(0.03);
  });
});

const PAIRS: [string, Product[], Product[]][] = [
  ['region against region, one factor', [day(469, ['t', 0.77], USA)], [day(469, ['t', 0.77], SWE)]],
  ['model against model, one grid', [day(100, ['general', 0.5], USA)], [day(60, ['special', 0.3], USA)]],
  ['nothing shared', [day(100, ['a', 0.5], USA)], [day(100, ['b', 0.4], IND)]],
  [
    'fleets of two that share a workload',
    [day(469, ['t', 0.6], USA), day(100, ['u', 0.3], USA)],
    [day(469, ['t', 0.6], USA), day(50, ['v', 0.3], USA)],
  ],
  [
    'a wide task moved to another grid, texts left as they are',
    [day(1_000, ['video', 3], USA), day(469, ['t', 0.77], USA)],
    [day(1_000, ['video', 3], SWE), day(469, ['t', 0.77], USA)],
  ],
  [
    'a wide task against a narrow one',
    [day(1_000, ['video', 5.14], SWE)],
    [day(469, ['t', 0.77], USA), day(100, ['u', 0.3], USA)],
  ],
  ['wide against wide', [day(100, ['a', 4], USA)], [day(50, ['b', 4], SWE), day(80, ['c', 2], IND)]],
];

describe('a comparison against a seeded simulation', () => {
  it.each(PAIRS)('%s: ratio within 3 %%, probability within 0.01', (_, a, b) => {
    const { ratio, probabilityBIsLower } = compare(a, b);
    const [x, y] = simulate(a, b);
    const draws = x!.map((value, i) => y![i]! / value).sort();
    for (const [p, value] of [
      [0.05, ratio.p5],
      [0.5, ratio.p50],
      [0.95, ratio.p95],
    ] as const) {
      expect(off(value, at(draws, p))).toBeLessThan(0.03);
    }
    const lower = draws.filter((value) => value < 1).length / DRAWS;
    expect(Math.abs((probabilityBIsLower ?? NaN) - lower)).toBeLessThan(0.01);
  });

  it.each(PAIRS)('%s: the difference within 3 %% of itself or of its range', (_, a, b) => {
    const { difference } = compare(a, b);
    const [x, y] = simulate(a, b);
    const draws = x!.map((value, i) => y![i]! - value).sort();
    const range = at(draws, 0.95) - at(draws, 0.05);
    const medians = at(x!.sort(), 0.5) + at(y!.sort(), 0.5);
    for (const [p, value] of [
      [0.05, difference.p5],
      [0.5, difference.p50],
      [0.95, difference.p95],
    ] as const) {
      const oracle = at(draws, p);
      // The range of a wide difference is that of its longer tail, which says little of the shorter one.
      const size = Math.max(Math.abs(oracle), Math.min(range, medians));
      expect(Math.abs((value ?? NaN) - oracle) / size).toBeLessThan(0.03);
    }
  });
});

describe('a comparison', () => {
  const few = { numRuns: 25 };
  const scale = fc.double({ min: 0.01, max: 1e12, noNaN: true });
  const sigma = fc.double({ min: 0.01, max: 1, noNaN: true });

  it('of a thing with itself is 0, 1 and a toss-up, at any size', () => {
    fc.assert(
      fc.property(scale, sigma, (kwh, s) => {
        const same = [day(kwh, ['t', s], USA), day(kwh / 3, ['u', s], SWE)];
        const { difference, ratio, probabilityBIsLower } = compare(same, same);
        expect([difference.mean, ratio.mean, probabilityBIsLower]).toEqual([0, 1, 0.5]);
        expect([ratio.p5, ratio.p95]).toEqual([expect.closeTo(1, 6), expect.closeTo(1, 6)]);
        expect(Math.abs(difference.p95 ?? NaN) / kwh).toBeLessThan(1e-3);
      }),
      few,
    );
  });

  it('with a multiple of itself is certain, however uncertain either is', () => {
    fc.assert(
      fc.property(scale, sigma, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (kwh, s, part) => {
        const { ratio, probabilityBIsLower, difference } = compare(
          [day(kwh, ['t', s], USA)],
          [day(kwh * part, ['t', s], USA)],
        );
        expect(probabilityBIsLower).toBe(1);
        expect(ratio.p5! / part).toBeCloseTo(1, 5);
        expect(difference.p95).toBeLessThan(0);
      }),
      few,
    );
  });

  it('turned round is its mirror image', () => {
    fc.assert(
      fc.property(scale, scale, sigma, sigma, (x, y, s, t) => {
        const [a, b] = [[day(x, ['t', s], USA)], [day(y, ['u', t], USA)]];
        const [there, back] = [compare(a, b), compare(b, a)];
        expect(there.probabilityBIsLower! + back.probabilityBIsLower!).toBeCloseTo(1, 9);
        expect(there.ratio.p5! * back.ratio.p95!).toBeCloseTo(1, 6);
        expect(there.correlation).toBeCloseTo(back.correlation ?? NaN, 6);
      }),
      few,
    );
  });

  it('sees what is shared at any difference of size', () => {
    const { correlation, ratio } = compare([day(1, ['t', 0.7], USA)], [day(1e14, ['t', 0.7], USA)]);
    expect(correlation).toBeCloseTo(1, 6);
    expect(ratio.p95! / ratio.p5!).toBeCloseTo(1, 5);
  });

  it('is unknown where a spread is', () => {
    const unknown = productOf([{ key: 'factor:x', mean: 2, mu: Math.log(2), sigma: null }]);
    expect(compare([day(1, ['t', 0.5], USA)], [unknown])).toMatchObject({
      difference: { p5: null },
      probabilityBIsLower: null,
      correlation: null,
    });
  });
});
