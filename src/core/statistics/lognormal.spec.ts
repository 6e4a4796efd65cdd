import fc from 'fast-check';
import { LogNormal, Z95 } from './index.js';
import { seededNormal } from '../../../test/support/seeded-normal.js';

const sigma = fc.double({ min: 0, max: 1.5, noNaN: true });
const mean = fc.double({ min: 1e-6, max: 1e9, noNaN: true });

/** 10,000,000 text generations a day at the published 0.047 ± 0.03 kWh per 1,000: 470 kWh at σ² = ln(1 + (0.03/0.047)²). */
const DAILY_KWH = LogNormal.fromMean(470, Math.sqrt(Math.log1p((0.03 / 0.047) ** 2)));

describe('a lognormal', () => {
  it('has the mean that it was made from', () => {
    fc.assert(
      fc.property(mean, sigma, (m, s) => {
        expect(LogNormal.meanOf(LogNormal.fromMean(m, s)) / m).toBeCloseTo(1, 9);
      }),
    );
  });

  it('reports a mean found elsewhere as it stands, without moving the percentiles', () => {
    const own = LogNormal.summary(DAILY_KWH);
    expect(LogNormal.summary(DAILY_KWH, 123)).toEqual({ ...own, mean: 123 });
  });

  it('refuses a mean that is not above 0 and a sigma below 0', () => {
    expect(() => LogNormal.fromMean(0, 0.1)).toThrow('mean must be');
    expect(() => LogNormal.fromMean(1, -0.1)).toThrow('sigma must be');
  });

  it('widens as sigma grows', () => {
    fc.assert(
      fc.property(mean, sigma, sigma, (m, s, more) => {
        const [narrow, wide] = [s, s + more].map((value) => LogNormal.summary(LogNormal.fromMean(m, value)));
        expect(wide!.p95 / wide!.p5).toBeGreaterThanOrEqual((narrow!.p95 / narrow!.p5) * (1 - 1e-12));
      }),
    );
  });
});

describe('a product of lognormals', () => {
  it.each([
    { zone: 'Sweden', gPerKwh: 35.89, sigmaGrid: 0.3, mean: 16.9, p5: 4.6, p50: 13.6, p95: 40.1, digits: 1 },
    {
      zone: 'USA',
      gPerKwh: 383.55,
      sigmaGrid: 0.08,
      mean: 180.3,
      p5: 57.4,
      p50: 151.5,
      p95: 399.8,
      digits: 1,
    },
    { zone: 'India', gPerKwh: 708.96, sigmaGrid: 0.08, mean: 333.2, p5: 106, p50: 280, p95: 739, digits: 0 },
  ])('gives the worked example of the method for $zone', ({ gPerKwh, sigmaGrid, digits, ...expected }) => {
    const kg = LogNormal.summary(
      LogNormal.product([DAILY_KWH, LogNormal.fromMean(gPerKwh / 1000, sigmaGrid)]),
    );
    const rounded = (value: number): number => Number(value.toFixed(digits));
    expect({ p5: rounded(kg.p5), p50: rounded(kg.p50), p95: rounded(kg.p95) }).toMatchObject({
      p5: expected.p5,
      p50: expected.p50,
      p95: expected.p95,
    });
    expect(kg.mean).toBeCloseTo(expected.mean, 1);
  });

  it('has the percentiles of a simulation of correlated factors', () => {
    const [a, b] = [LogNormal.fromMean(3, 0.5), LogNormal.fromMean(7, 0.4)];
    const rho = 0.6;
    const normal = seededNormal(11);
    const draws = Float64Array.from({ length: 200_000 }, () => {
      const [u, v] = [normal(), normal()];
      return LogNormal.quantile(a, u) * LogNormal.quantile(b, rho * u + Math.sqrt(1 - rho ** 2) * v);
    }).sort();
    const { p5, p50, p95 } = LogNormal.summary(LogNormal.product([a, b], () => rho));
    expect(p5 / draws[10_000]!).toBeCloseTo(1, 1.7);
    expect(p50 / draws[100_000]!).toBeCloseTo(1, 1.7);
    expect(p95 / draws[190_000]!).toBeCloseTo(1, 1.7);
  });

  it('with a factor squared, which is a correlation of 1, doubles sigma; with its inverse it is constant', () => {
    const factor = { mu: 0.2, sigma: 0.3 };
    expect(LogNormal.product([factor, factor], () => 1).sigma).toBeCloseTo(0.6, 12);
    expect(LogNormal.product([factor, { mu: -0.2, sigma: 0.3 }], () => -1)).toEqual({ mu: 0, sigma: 0 });
  });

  it('of independent factors has a mean that is the product of the means: a pocket calculator agrees', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(mean, sigma), { minLength: 1, maxLength: 5 }), (factors) => {
        const product = LogNormal.product(factors.map(([m, s]) => LogNormal.fromMean(m, s)));
        const lnOfMeans = factors.reduce((sum, [m]) => sum + Math.log(m), 0);
        expect(product.mu + product.sigma ** 2 / 2).toBeCloseTo(lnOfMeans, 8);
      }),
    );
  });

  it('is explained by its factors: the shares of independent factors sum to 1', () => {
    expect(LogNormal.varianceShares([0.3, 0.4])).toEqual([
      expect.closeTo(0.36, 12),
      expect.closeTo(0.64, 12),
    ]);
    expect(LogNormal.varianceShares([0, 0])).toEqual([0, 0]);
  });
});

it('Z95 leaves 5 % above, which printed tables of the normal give as 1.64485', () => {
  expect(Z95).toBeCloseTo(1.64485, 5);
});
