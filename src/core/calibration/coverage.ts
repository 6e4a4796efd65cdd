import { tQuantile, Z95 } from '../statistics/index.js';
import type { Trial } from './trials.js';

/** How often intervals held what was left out. */
export interface Coverage {
  readonly trials: number;
  /** Share of trials within the central 50 % interval. */
  readonly within50: number;
  readonly within90: number;
  /** Median of |ln predicted − ln held out|: 0.1 is about 10 %. */
  readonly medianAbsoluteError: number;
}

/** Trials whose interval is not known are left out; null where none is left. */
export function coverageOf(trials: readonly Trial[]): Coverage | null {
  const scored = trials.flatMap((trial) => scoreOf(trial) ?? []);
  if (scored.length === 0) return null;
  const share = (hits: (score: Score) => boolean): number => scored.filter(hits).length / scored.length;
  return {
    trials: scored.length,
    within50: share(({ error, half50 }) => error <= half50),
    within90: share(({ error, half90 }) => error <= half90),
    medianAbsoluteError: median(scored.map(({ error }) => error)),
  };
}

interface Score {
  readonly error: number;
  readonly half50: number;
  readonly half90: number;
}

const Z75 = 0.6744897501960817;

function scoreOf({ predicted, heldOut, ownVariance }: Trial): Score | null {
  const { sigma, degreesOfFreedom, mu } = predicted;
  if (sigma === null) return null;
  const wide = Math.sqrt(sigma ** 2 + ownVariance);
  // sigma is a normal equivalent at 90 %; the t that it stands for has a narrower middle
  const ofMiddle =
    degreesOfFreedom === null
      ? Z75
      : (tQuantile(0.75, degreesOfFreedom) * Z95) / tQuantile(0.95, degreesOfFreedom);
  return { error: Math.abs(heldOut - mu), half50: ofMiddle * wide, half90: Z95 * wide };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const at = (index: number): number => sorted[index] ?? NaN;
  return Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle));
}
