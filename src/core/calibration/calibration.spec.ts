import { seededNormal } from '../../../test/support/seeded-normal.js';
import { coverageOf, trialsOf } from './index.js';
import type { CalibrationRun, Trial } from './index.js';

const trial = (heldOut: number, change: Partial<Trial['predicted']> = {}, ownVariance = 0): Trial => ({
  level: 'task',
  predicted: {
    level: 'task',
    mu: 0,
    sigma: 1,
    degreesOfFreedom: null,
    mean: 1,
    sd: null,
    n: { runs: 1, models: 1, datasets: 1 },
    ...change,
  },
  heldOut,
  ownVariance,
});

describe('coverage', () => {
  it('counts what lies within the central 50 % and 90 %, and takes the median error', () => {
    expect(coverageOf([trial(0.5), trial(-0.7), trial(1.6), trial(2)])).toEqual({
      trials: 4,
      within50: 0.25,
      within90: 0.75,
      medianAbsoluteError: (0.7 + 1.6) / 2,
    });
  });

  it('widens by what the held-out mean varies itself', () => {
    expect(coverageOf([trial(2, {}, 1)])?.within90).toBe(1);
  });

  it('leaves out intervals that are not known, and is null where none is', () => {
    expect(coverageOf([trial(0, { sigma: null })])).toBeNull();
  });

  it('knows that the middle of a t is narrower than that of its normal equivalent', () => {
    expect(
      coverageOf([trial(0.6, { degreesOfFreedom: 2 }), trial(0.4, { degreesOfFreedom: 2 })])?.within50,
    ).toBe(0.5);
  });
});

describe('trials', () => {
  /** ln Wh = model + dataset + interaction + run, all normal with known sds. */
  function simulated(seed: number, [model, dataset, interaction, run]: readonly number[]): CalibrationRun[] {
    const normal = seededNormal(seed);
    const draws = (n: number, sd = 0) => Array.from({ length: n }, () => normal() * sd);
    const [ofModel, ofDataset] = [draws(8, model), draws(3, dataset)];
    return ofModel.flatMap((m, i) =>
      ofDataset.flatMap((d, j) => {
        const both = normal() * (interaction ?? 0);
        return draws(10, run).map((r) => ({
          model: `m${i}`,
          dataset: `d${j}`,
          parameters: null,
          whPerUnit: Math.exp(m + d + both + r),
        }));
      }),
    );
  }

  it('leave each model, each dataset of each model and each repetition out once', () => {
    const trials = trialsOf(simulated(1, [0.5, 0.1, 0.1, 0.02]));
    const count = (level: string) => trials.filter((each) => each.level === level).length;
    expect([count('task'), count('measured-model'), count('measured-cell'), count('parameters')]).toEqual([
      8, 24, 240, 0,
    ]);
  });

  it('never show a prediction what it is held against', () => {
    const runs = simulated(2, [0.5, 0.1, 0.1, 0.02]);
    const shifted = runs.map((each) =>
      each.model === 'm3' ? { ...each, whPerUnit: each.whPerUnit * 100 } : each,
    );
    const [plain, moved] = [trialsOf(runs), trialsOf(shifted)].map((trials) =>
      trials.filter(({ level }) => level === 'task'),
    );
    expect(moved?.[3]?.predicted.mu).toBeCloseTo(plain?.[3]?.predicted.mu ?? NaN, 12);
    expect(moved?.[3]?.heldOut).toBeCloseTo((plain?.[3]?.heldOut ?? NaN) + Math.log(100), 10);
  });

  it('cover what they say where the world is as the method takes it', () => {
    const all = Array.from({ length: 60 }, (_, seed) =>
      trialsOf(simulated(seed + 10, [0.5, 0.02, 0.02, 0.02])),
    ).flat();
    for (const level of ['task', 'measured-cell']) {
      const coverage = coverageOf(all.filter((each) => each.level === level));
      expect(coverage?.within90).toBeGreaterThan(0.86);
      expect(coverage?.within90).toBeLessThan(0.94);
      expect(coverage?.within50).toBeGreaterThan(0.44);
      expect(coverage?.within50).toBeLessThan(0.56);
    }
  });
});
