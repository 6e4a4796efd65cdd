import fc from 'fast-check';
import {
  checkSettings,
  DEFAULT_SETTINGS,
  idleDrift,
  intervalOf,
  netEnergyJ,
  ruledRepetitionS,
  shareDone,
  verdictOf,
} from './index.js';

describe('when to stop', () => {
  it('is not before the least number of repetitions, however alike they are', () => {
    expect(verdictOf([1, 1, 1, 1], DEFAULT_SETTINGS)).toBe('continue');
    expect(verdictOf([1, 1, 1, 1, 1], DEFAULT_SETTINGS)).toBe('converged');
  });

  it('is at the most, and says then that the interval is still wide', () => {
    const wild = Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? 1 : 2));
    expect(verdictOf(wild.slice(0, 29), DEFAULT_SETTINGS)).toBe('continue');
    expect(verdictOf(wild, DEFAULT_SETTINGS)).toBe('not-converged');
  });

  it('never depends on the unit of energy', () => {
    const values = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, (energies) => {
        const scaled = energies.map((energy) => energy * 1000);
        expect(verdictOf(scaled, DEFAULT_SETTINGS)).toBe(verdictOf(energies, DEFAULT_SETTINGS));
      }),
    );
  });

  it('uses the t-interval: five values of known spread', () => {
    // t(.975, 4) = 2.776; sd of 98..102 in steps of 1 is 1.5811.
    const { mean, relativeHalfWidth } = intervalOf([98, 99, 100, 101, 102]);
    expect(mean).toBe(100);
    expect(relativeHalfWidth).toBeCloseTo((2.776445 * 1.5811388) / Math.sqrt(5) / 100, 6);
  });

  it('knows no width of one value or of nothing but zeros', () => {
    expect(intervalOf([3]).relativeHalfWidth).toBeNull();
    expect(verdictOf([0, 0, 0, 0, 0], DEFAULT_SETTINGS)).toBe('continue');
  });
});

describe('the length of a repetition', () => {
  it('is 30 s, or 100 periods of a fast meter', () => {
    expect(ruledRepetitionS(null)).toBe(30);
    expect(ruledRepetitionS(0.01)).toBe(1);
    expect(ruledRepetitionS(30)).toBe(30);
  });
});

describe('idle power', () => {
  it('drifts relative to its mean, unless the meter cannot tell', () => {
    expect(idleDrift({ powerW: 95, resolutionW: 0.1 }, { powerW: 105, resolutionW: 0.1 })).toBeCloseTo(
      0.1,
      12,
    );
    expect(idleDrift({ powerW: 0.01, resolutionW: 0.1 }, { powerW: 0.05, resolutionW: 0.1 })).toBe(0);
  });

  it('is taken off only to derive net energy, which may be negative where noise is all there is', () => {
    const idle = [
      { powerW: 10, resolutionW: 0 },
      { powerW: 20, resolutionW: 0 },
    ];
    expect(netEnergyJ(100, 4, idle)).toBe(40);
    expect(netEnergyJ(10, 4, idle)).toBe(-50);
    expect(netEnergyJ(100, 4, [])).toBeNull();
  });
});

describe('settings', () => {
  it.each([
    ['inferences', 0],
    ['inferences', 2.5],
    ['batchSize', -1],
    ['minRepetitions', Number.NaN],
    ['targetHalfWidth', 0],
    ['idleS', -1],
  ] as const)('refuse %s = %p by name', (field, value) => {
    expect(() => checkSettings({ ...DEFAULT_SETTINGS, [field]: value })).toThrow(
      expect.objectContaining({ code: 'OUT_OF_RANGE', errors: [expect.objectContaining({ field })] }),
    );
  });

  it('refuse more repetitions at least than at most', () => {
    expect(() => checkSettings({ ...DEFAULT_SETTINGS, minRepetitions: 31 })).toThrow('maxRepetitions');
  });
});

describe('how much of a repetition is done', () => {
  const least = { inferences: 100, seconds: 30 };

  it('is what is further behind of its inferences and its time', () => {
    expect(shareDone({ inferences: 936, seconds: 7.5 }, least)).toBe(0.25);
    expect(shareDone({ inferences: 10, seconds: 60 }, least)).toBe(0.1);
    expect(shareDone({ inferences: 50, seconds: 0 }, { ...least, seconds: 0 })).toBe(0.5);
  });

  it('is never more than all of it: the last pass goes on to its end', () => {
    expect(shareDone({ inferences: 250, seconds: 31 }, least)).toBe(1);
  });
});
