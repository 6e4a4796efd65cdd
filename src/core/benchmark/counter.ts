/** A cumulative energy counter, followed through its reads. Values in the counter's own unit. */
export interface CounterTrack {
  readonly last: number;
  /** What was counted since the first read. */
  readonly total: number;
  readonly reads: number;
  readonly wraps: number;
  /** Falls that no wrap explains: what was counted between the last read and the fall is lost. */
  readonly resets: number;
  readonly firstReadS: number;
  readonly lastReadS: number;
  readonly largestGapS: number;
  /** When the value was last seen to move, and how often it did. */
  readonly lastChangeS: number | null;
  readonly changes: number;
  /** The longest time between two moves, s; null before the second. */
  readonly longestStillS: number | null;
}

export function startTrack(value: number, timeS: number): CounterTrack {
  return {
    last: value,
    total: 0,
    reads: 1,
    wraps: 0,
    resets: 0,
    firstReadS: timeS,
    lastReadS: timeS,
    largestGapS: 0,
    lastChangeS: null,
    changes: 0,
    longestStillS: null,
  };
}

/**
 * The track with one more read.
 *
 * @param wrapsAt - the value at which the counter starts from 0 again, such as RAPL's `max_energy_range_uj`;
 *   null where it never wraps, so that a fall is a reset. One wrap at most fits between two reads.
 */
export function advanceTrack(
  track: CounterTrack,
  value: number,
  timeS: number,
  wrapsAt: number | null,
): CounterTrack {
  const rise = value - track.last;
  const wrapped = rise < 0 && wrapsAt !== null;
  const reset = rise < 0 && wrapsAt === null;
  const counted = wrapped ? rise + wrapsAt : reset ? value : rise;
  const moved = rise !== 0;
  const still = moved && track.lastChangeS !== null ? timeS - track.lastChangeS : null;
  return {
    last: value,
    total: track.total + counted,
    reads: track.reads + 1,
    wraps: track.wraps + (wrapped ? 1 : 0),
    resets: track.resets + (reset ? 1 : 0),
    firstReadS: track.firstReadS,
    lastReadS: timeS,
    largestGapS: Math.max(track.largestGapS, timeS - track.lastReadS),
    lastChangeS: moved ? timeS : track.lastChangeS,
    changes: track.changes + (moved ? 1 : 0),
    longestStillS: still === null ? track.longestStillS : Math.max(track.longestStillS ?? 0, still),
  };
}

/**
 * The smallest energy that a counter tells apart over a window, J: its step, or what the load draws between
 * two updates where that is more.
 */
export function counterResolutionJ(counter: {
  readonly energyJ: number;
  readonly durationS: number;
  readonly stepJ: number;
  readonly updatePeriodS: number | null;
}): number {
  const { energyJ, durationS, stepJ, updatePeriodS } = counter;
  const betweenUpdatesJ = durationS > 0 ? (energyJ / durationS) * (updatePeriodS ?? durationS) : 0;
  return Math.max(stepJ, betweenUpdatesJ);
}

/**
 * The relative standard uncertainty that reading a counter of some resolution twice brings: each read is off
 * by up to one resolution, uniformly, so the difference has a standard deviation of resolution/√6
 * (JCGM 100:2008, 4.3.7, applied twice). Null for 0 J.
 */
export function quantisationUncertainty(energyJ: number, resolutionJ: number): number | null {
  return energyJ > 0 ? resolutionJ / Math.sqrt(6) / energyJ : null;
}

/** Below this many resolutions, a reading says more of the meter than of the load. */
export const RESOLUTIONS_NEEDED = 20;

/** Whether an energy is too small for the meter that read it: resolution above 5 % of it. */
export const isBelowResolution = (energyJ: number, resolutionJ: number): boolean =>
  energyJ < RESOLUTIONS_NEEDED * resolutionJ;
