import fc from 'fast-check';
import { fitLogLog, predictLogLog } from './index.js';

const sizes = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 3, maxLength: 20 });

describe('a power law fitted on logarithms', () => {
  it('recovers an exact one, and predicts it without spread', () => {
    fc.assert(
      fc.property(
        sizes,
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.double({ min: 0.05, max: 2, noNaN: true }),
        (xs, a, b) => {
          const fit = fitLogLog(xs.map((x) => ({ x, y: Math.exp(a) * x ** b })))!;
          expect(fit.slope).toBeCloseTo(b, 8);
          expect(fit.intercept).toBeCloseTo(a, 7);
          expect(fit.rSquared).toBeCloseTo(1, 6);
          expect(predictLogLog(fit, 5000)).toMatchObject({
            mu: expect.closeTo(a + b * Math.log(5000), 6),
            sigma2: expect.closeTo(0, 8),
            degreesOfFreedom: xs.length - 2,
          });
        },
      ),
    );
  });

  // ln x = 0, 1, 2, 3 and ln y = 0, 2, 1, 3: b = 4/5, a = 3/10, residual squares 1.8, of 5 in all.
  const e = Math.exp;
  const fit = fitLogLog([
    { x: 1, y: 1 },
    { x: e(1), y: e(2) },
    { x: e(2), y: e(1) },
    { x: e(3), y: e(3) },
  ])!;

  it('is the line worked out by hand', () => {
    expect(fit.slope).toBeCloseTo(0.8, 12);
    expect(fit.intercept).toBeCloseTo(0.3, 12);
    expect(fit.residualVariance).toBeCloseTo(0.9, 12);
    expect(fit.rSquared).toBeCloseTo(0.64, 12);
  });

  it('is surest at the mean of the data and widens outside: 0.9·(1 + 1/4), 0.9·(1 + 1/4 + 3.5²/5)', () => {
    expect(predictLogLog(fit, e(1.5)).sigma2).toBeCloseTo(1.125, 12);
    expect(predictLogLog(fit, e(5)).sigma2).toBeCloseTo(0.9 * (1.25 + 12.25 / 5), 12);
  });

  it('is not offered from two points, or from models of one size', () => {
    expect(
      fitLogLog([
        { x: 1, y: 1 },
        { x: 2, y: 2 },
      ]),
    ).toBeNull();
    expect(fitLogLog([1, 2, 3].map((y) => ({ x: 335_141_888, y })))).toBeNull();
  });

  it('explains nothing where energy does not vary', () => {
    expect(fitLogLog([1, 2, 3].map((x) => ({ x, y: 1 })))?.rSquared).toBe(0);
  });

  it('refuses what has no logarithm', () => {
    expect(() => fitLogLog([1, 2, 0].map((y) => ({ x: y + 1, y })))).toThrow('y must be');
    expect(() => predictLogLog(fit, 0)).toThrow('x must be');
  });
});
