import fc from 'fast-check';
import {
  advanceTrack,
  counterResolutionJ,
  isBelowResolution,
  quantisationUncertainty,
  startTrack,
  type CounterTrack,
} from './index.js';

const range = 1_000_000;

/** Reads of a counter that truly counted these steps from some start. */
function follow(values: readonly number[], wrapsAt: number | null): CounterTrack {
  return values
    .slice(1)
    .reduce(
      (track, value, index) => advanceTrack(track, value, index + 1, wrapsAt),
      startTrack(values[0] ?? 0, 0),
    );
}

const steps = fc.array(fc.integer({ min: 0, max: range - 1 }), { minLength: 1, maxLength: 50 });
const start = fc.integer({ min: 0, max: range - 1 });

describe('a counter that wraps', () => {
  it('loses nothing, wherever it starts, as long as one wrap at most lies between two reads', () => {
    fc.assert(
      fc.property(start, steps, (first, rises) => {
        const true_ = rises.reduce((sum, step) => sum + step, 0);
        const shown = [first];
        for (const step of rises) shown.push(((shown.at(-1) ?? 0) + step) % range);
        const track = follow(shown, range);
        expect(track.total).toBe(true_);
        expect(track.wraps).toBe(Math.floor((first + true_) / range));
        expect(track.resets).toBe(0);
      }),
    );
  });

  it('loses whole ranges where reads are too far apart, and cannot know it', () => {
    expect(follow([10, (10 + 2 * range) % range], range).total).toBe(0);
  });
});

describe('a counter that does not wrap', () => {
  it('counts from 0 again after a reset, never more than was used, and says that it happened', () => {
    fc.assert(
      fc.property(steps, steps, (before, after) => {
        const sumOf = (list: number[]): number => list.reduce((sum, step) => sum + step, 0);
        fc.pre(sumOf(before) > sumOf(after.slice(0, 1)));
        let value = 0;
        const shown = [0, ...before.map((step) => (value += step))];
        value = 0;
        const track = follow([...shown, ...after.map((step) => (value += step))], null);
        expect(track.resets).toBe(1);
        expect(track.total).toBe(sumOf(before) + sumOf(after));
      }),
    );
  });
});

describe('what a track tells of its reads', () => {
  it('gives the longest gap and the longest time without a change', () => {
    let track = startTrack(5, 0);
    for (const [value, time] of [
      [5, 1],
      [6, 2],
      [6, 3],
      [6, 7],
      [8, 8],
    ] as const) {
      track = advanceTrack(track, value, time, null);
    }
    expect(track).toMatchObject({ total: 3, reads: 6, changes: 2, largestGapS: 4, longestStillS: 6 });
  });
});

describe('resolution', () => {
  it('is the energy between two updates, or the step where that is more', () => {
    const window = { energyJ: 600, durationS: 10, stepJ: 0.001 };
    expect(counterResolutionJ({ ...window, updatePeriodS: 0.1 })).toBeCloseTo(6, 12);
    expect(counterResolutionJ({ ...window, updatePeriodS: 1e-9 })).toBe(0.001);
    expect(counterResolutionJ({ ...window, updatePeriodS: null })).toBe(600);
  });

  it('makes a window that is shorter than the period worthless', () => {
    expect(isBelowResolution(6, 6)).toBe(true);
    expect(isBelowResolution(600, 6)).toBe(false);
    expect(isBelowResolution(0, 0.001)).toBe(true);
  });

  it('bounds the error of two uniform reads: standard deviation over √6', () => {
    expect(quantisationUncertainty(100, 6)).toBeCloseTo(0.0245, 4);
    expect(quantisationUncertainty(0, 6)).toBeNull();
  });
});
