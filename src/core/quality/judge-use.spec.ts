import fc from 'fast-check';
import { EVIDENCE_LEVELS } from '../evidence/index.js';
import { judgeUse } from './index.js';
import type { Use } from './index.js';

const USE: Use = {
  level: 'measured-cell',
  source: {
    reliability: { score: 2, reason: 'metered' },
    completeness: { score: 4, reason: 'one site' },
    technology: { score: 1, reason: 'the same stack' },
  },
  measuredYear: 2023,
  useYear: 2025,
  measuredAt: { zone: 'US-EGRID-NWPP', country: 'USA' },
  usedAt: { zone: 'US-EGRID-NWPP', country: 'USA' },
  rescaled: false,
};

const scoresOf = (change: Partial<Use>) => judgeUse({ ...USE, ...change }).scores;

describe('the quality of a figure for a use', () => {
  it('is the mean of five scores with the spread that they add', () => {
    expect(judgeUse(USE)).toMatchObject({
      score: (2 + 4 + 1 + 1 + 1) / 5,
      sigma: expect.closeTo(Math.sqrt(0.0006 + 0.002), 12),
    });
  });

  it.each([
    [2025, 1],
    [2023, 1],
    [2022, 2],
    [2019, 3],
    [2015, 4],
    [2010, 5],
    [null, 5],
  ])('measured in %p and used in 2025 has temporal score %p', (measuredYear, score) => {
    expect(scoresOf({ measuredYear }).temporal.score).toBe(score);
  });

  it.each([
    [{ zone: 'USA', country: 'USA' }, 2],
    [{ zone: 'SWE', country: 'SWE' }, 3],
    [{ zone: 'WORLD', country: null }, 3],
  ])('used in %p has geographical score %p', (usedAt, score) => {
    expect(scoresOf({ usedAt }).geographical.score).toBe(score);
    expect(scoresOf({ usedAt, measuredAt: null }).geographical.score).toBe(5);
  });

  it('does not take two unknown countries for the same', () => {
    const nowhere = { measuredAt: { zone: 'G20', country: null }, usedAt: { zone: 'WORLD', country: null } };
    expect(scoresOf(nowhere).geographical.score).toBe(3);
  });

  it('knows an estimate from a measurement', () => {
    expect(scoresOf({ level: 'parameters' })).toMatchObject({
      reliability: { score: 4 },
      technology: { score: 3 },
    });
    expect(scoresOf({ rescaled: true }).reliability.score).toBe(4);
  });

  it('counts what was not judged as unknown, never as good', () => {
    const { score, scores } = judgeUse({ ...USE, source: null, measuredYear: null, measuredAt: null });
    expect(score).toBe(5);
    expect(Object.values(scores).map((each) => each.score)).toEqual([5, 5, 5, 5, 5]);
  });

  it('gives a reason for every score, and is no better for a poorer level or an older measurement', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...EVIDENCE_LEVELS),
        fc.integer({ min: 2000, max: 2025 }),
        (level, measuredYear) => {
          const quality = judgeUse({ ...USE, level, measuredYear });
          for (const { reason } of Object.values(quality.scores)) expect(reason).toMatch(/\S/);
          expect(quality.sigma).toBeGreaterThanOrEqual(
            judgeUse({ ...USE, level: 'measured-cell' }).sigma - 1e-15,
          );
          expect(judgeUse({ ...USE, level, measuredYear: measuredYear - 1 }).sigma).toBeGreaterThanOrEqual(
            quality.sigma,
          );
        },
      ),
    );
  });
});
