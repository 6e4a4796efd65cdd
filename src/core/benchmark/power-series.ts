/** One reading of a power sensor; null where the sensor had nothing to say (`[N/A]`). */
export interface PowerSample {
  readonly timeS: number;
  readonly powerW: number | null;
}

export interface PowerIntegral {
  /** Null where no sample had a value. */
  readonly energyJ: number | null;
  readonly samples: number;
  readonly missing: number;
  /** The longest stretch of the window without a value, its ends included, s. */
  readonly largestGapS: number;
  /** Mean jump between neighbouring samples over the mean power; null with fewer than two samples. */
  readonly swing: number | null;
}

/**
 * Energy under a sampled power by the trapezoid rule. The first and last value are held to the ends of the
 * window; samples outside it serve to interpolate at its ends.
 */
export function integratePower(
  samples: readonly PowerSample[],
  window: { readonly startS: number; readonly endS: number },
): PowerIntegral {
  const known = samples.filter(hasPower).sort((a, b) => a.timeS - b.timeS);
  const inside = known.filter(({ timeS }) => timeS >= window.startS && timeS <= window.endS);
  const counts = { samples: inside.length, missing: samples.length - known.length };
  if (known.length === 0) {
    return { energyJ: null, ...counts, largestGapS: window.endS - window.startS, swing: null };
  }
  const knots = [
    { timeS: window.startS, powerW: powerAt(known, window.startS) },
    ...inside,
    { timeS: window.endS, powerW: powerAt(known, window.endS) },
  ];
  let energyJ = 0;
  let largestGapS = 0;
  for (const [before, after] of neighbours(knots)) {
    const gapS = after.timeS - before.timeS;
    energyJ += (gapS * (before.powerW + after.powerW)) / 2;
    largestGapS = Math.max(largestGapS, gapS);
  }
  return { energyJ, ...counts, largestGapS, swing: swingOf(inside) };
}

/**
 * Above this swing, neighbouring samples differ so much that the load may well change faster than it is
 * sampled. A 250 ms square wave sampled every 500 ms was off by 50 % and showed no swing at all, so a calm
 * series proves nothing.
 */
export const SWING_LIMIT = 0.1;

interface Known {
  readonly timeS: number;
  readonly powerW: number;
}

const hasPower = (sample: PowerSample): sample is Known => sample.powerW !== null;

/** Linear between the samples, constant beyond them. */
function powerAt(known: readonly Known[], timeS: number): number {
  const before = known.findLast((sample) => sample.timeS <= timeS);
  const after = known.find((sample) => sample.timeS >= timeS);
  if (before === undefined || after === undefined) return (before ?? after)?.powerW ?? 0;
  if (after.timeS === before.timeS) return before.powerW;
  const share = (timeS - before.timeS) / (after.timeS - before.timeS);
  return before.powerW + share * (after.powerW - before.powerW);
}

function swingOf(samples: readonly Known[]): number | null {
  const pairs = neighbours(samples);
  const mean = samples.reduce((sum, { powerW }) => sum + powerW, 0) / samples.length;
  if (pairs.length === 0 || mean === 0) return null;
  const jumps = pairs.reduce((sum, [a, b]) => sum + Math.abs(b.powerW - a.powerW), 0);
  return jumps / pairs.length / mean;
}

function neighbours<T>(items: readonly T[]): [T, T][] {
  return items.slice(1).map((item, index) => [items[index] as T, item]);
}
