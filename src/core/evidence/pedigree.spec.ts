import fc from 'fast-check';
import { dataQuality, type PedigreeScore, type PedigreeScores } from './index.js';

const score = fc.constantFrom<PedigreeScore>(1, 2, 3, 4, 5);
const scores: fc.Arbitrary<PedigreeScores> = fc.record({
  reliability: score,
  completeness: score,
  temporal: score,
  geographical: score,
  technology: score,
});
const all = (value: PedigreeScore): PedigreeScores => ({
  reliability: value,
  completeness: value,
  temporal: value,
  geographical: value,
  technology: value,
});

describe('data quality', () => {
  it('adds the variances of the five indicators: nothing at best, 0.04 + 0.008 + 0.04 + 0.002 + 0.12 at worst', () => {
    expect(dataQuality(all(1))).toEqual({ variance: 0, sigma: 0, score: 1 });
    expect(dataQuality(all(5)).variance).toBeCloseTo(0.21, 12);
    expect(dataQuality({ ...all(1), temporal: 3, technology: 4 })).toEqual({
      variance: expect.closeTo(0.042, 12),
      sigma: expect.closeTo(Math.sqrt(0.042), 12),
      score: 2,
    });
  });

  it('is never better for a worse score', () => {
    const indicators = Object.keys(all(1)) as (keyof PedigreeScores)[];
    fc.assert(
      fc.property(scores, fc.constantFrom(...indicators), (given, indicator) => {
        const worse = { ...given, [indicator]: Math.min(5, given[indicator] + 1) as PedigreeScore };
        expect(dataQuality(worse).sigma).toBeGreaterThanOrEqual(dataQuality(given).sigma);
      }),
    );
  });

  it('refuses a score outside 1 to 5', () => {
    expect(() => dataQuality({ ...all(1), temporal: 6 as PedigreeScore })).toThrow(
      'temporal must be a score',
    );
  });
});
