import fc from 'fast-check';
import { EMPTY_MOMENTS, mergeMoments, momentsOf, sampleSd, sampleVariance, type Moments } from './index.js';

const values = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 2, maxLength: 60 });

function twoPass(xs: readonly number[]): Moments {
  const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  return { n: xs.length, mean, m2: xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) };
}

/** To 1e-9 of the largest square there can be. */
function expectSame(a: Moments, b: Moments): void {
  expect(a.n).toBe(b.n);
  expect(Math.abs(a.mean - b.mean)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(b.mean)));
  expect(Math.abs(a.m2 - b.m2)).toBeLessThanOrEqual(1e-9 * (1 + b.m2 + b.n * b.mean ** 2));
}

describe('moments', () => {
  it('in one pass are those of two passes', () => {
    fc.assert(fc.property(values, (xs) => expectSame(momentsOf(xs), twoPass(xs))));
  });

  it('keep a small spread beside a large mean, where a sum of squares loses it', () => {
    expect(sampleVariance(momentsOf([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]))).toBeCloseTo(30, 9);
  });

  it('merge to the moments of the whole, in any order and grouping', () => {
    fc.assert(
      fc.property(values, values, values, (xs, ys, zs) => {
        const [a, b, c] = [momentsOf(xs), momentsOf(ys), momentsOf(zs)];
        expectSame(mergeMoments(a, b), momentsOf([...xs, ...ys]));
        expectSame(mergeMoments(a, b), mergeMoments(b, a));
        expectSame(mergeMoments(mergeMoments(a, b), c), mergeMoments(a, mergeMoments(b, c)));
      }),
    );
  });

  it('of nothing change nothing', () => {
    const some = momentsOf([1, 2, 4]);
    expect(mergeMoments(EMPTY_MOMENTS, some)).toEqual(some);
    expect(mergeMoments(some, EMPTY_MOMENTS)).toEqual(some);
  });

  it('tell no spread from fewer than two observations: null, not 0', () => {
    expect(sampleVariance(momentsOf([5]))).toBeNull();
    expect(sampleSd(EMPTY_MOMENTS)).toBeNull();
    expect(sampleSd(momentsOf([5, 5]))).toBe(0);
  });
});
