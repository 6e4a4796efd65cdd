import fc from 'fast-check';
import { normalEquivalentSigma, tQuantile } from './index.js';

describe("Student's t", () => {
  // Any printed table of t, one-sided 95 % and 97.5 %.
  it.each([
    [0.95, 1, 6.314],
    [0.95, 2, 2.92],
    [0.95, 6, 1.943],
    [0.95, 7, 1.895],
    [0.95, 30, 1.697],
    [0.975, 4, 2.776],
    [0.5, 3, 0],
  ])('has the quantile of the tables at p = %p, ν = %p', (p, degreesOfFreedom, expected) => {
    expect(tQuantile(p, degreesOfFreedom)).toBeCloseTo(expected, 3);
  });

  it('refuses a spread without degrees of freedom', () => {
    expect(() => tQuantile(0.95, 0)).toThrow('degreesOfFreedom must be');
    expect(() => normalEquivalentSigma(-1, 7)).toThrow('sigma must be');
  });

  it('as a normal is always wider than the sigma it came from, less so with more data', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (nu) => {
        expect(normalEquivalentSigma(1, nu)).toBeGreaterThan(normalEquivalentSigma(1, nu + 1));
        expect(normalEquivalentSigma(1, nu)).toBeGreaterThan(1);
      }),
    );
    expect(normalEquivalentSigma(1, 1e9)).toBeCloseTo(1, 6);
  });
});
