import { requireNonNegative, requirePositive } from '../quantity/index.js';
import { momentsOf, sampleSd, tQuantile } from '../statistics/index.js';

/**
 * How a benchmark is repeated. The defaults come from the 417 groups of 10 repetitions in the study behind the
 * core data set (Luccioni et al. 2024): coefficient of variation 2.2 % at the median, 6.0 % at the ninth
 * decile, so an interval within ±5 % takes 4 repetitions at the median and 9 at the ninth decile.
 */
export interface ProtocolSettings {
  /** Inferences of a repetition; more where it would be too short. */
  readonly inferences: number;
  readonly batchSize: number;
  readonly minRepetitions: number;
  readonly maxRepetitions: number;
  /** Half-width of the 95 % interval over the mean at which to stop. */
  readonly targetHalfWidth: number;
  /** Shortest repetition, s; null for the rule: 30 s or 100 periods of the meter, whichever is less. */
  readonly minRepetitionS: number | null;
  /** How long the idle machine is metered before and after, s. */
  readonly idleS: number;
}

export const DEFAULT_SETTINGS: ProtocolSettings = {
  inferences: 1000,
  batchSize: 1,
  minRepetitions: 5,
  maxRepetitions: 30,
  targetHalfWidth: 0.05,
  minRepetitionS: null,
  idleS: 10,
};

/** Idle power that moves by more than this between before and after makes net energy doubtful. */
export const IDLE_DRIFT_LIMIT = 0.05;

const LONG_ENOUGH_S = 30;
const ENOUGH_PERIODS = 100;

/** @throws DomainError `OUT_OF_RANGE` naming the field. */
export function checkSettings(settings: ProtocolSettings): ProtocolSettings {
  for (const field of ['inferences', 'batchSize', 'minRepetitions', 'maxRepetitions'] as const) {
    requirePositive(field, Number.isInteger(settings[field]) ? settings[field] : Number.NaN);
  }
  requirePositive('targetHalfWidth', settings.targetHalfWidth);
  requireNonNegative('idleS', settings.idleS);
  if (settings.minRepetitionS !== null) requireNonNegative('minRepetitionS', settings.minRepetitionS);
  requireNonNegative('maxRepetitions - minRepetitions', settings.maxRepetitions - settings.minRepetitions);
  return settings;
}

/** The shortest repetition that the protocol's own rule asks for, s. */
export function ruledRepetitionS(meterPeriodS: number | null): number {
  return meterPeriodS === null ? LONG_ENOUGH_S : Math.min(LONG_ENOUGH_S, ENOUGH_PERIODS * meterPeriodS);
}

interface Extent {
  readonly inferences: number;
  readonly seconds: number;
}

/** How much of a repetition is done, 0 to 1: it takes so many inferences and so long, and waits for the later. */
export function shareDone(done: Extent, least: Extent): number {
  const share = (value: number, of: number): number => (of > 0 ? value / of : 1);
  return Math.min(1, share(done.inferences, least.inferences), share(done.seconds, least.seconds));
}

export interface Interval {
  readonly n: number;
  readonly mean: number;
  /** Half of the 95 % t-interval over the mean; null with fewer than two values or a mean of 0. */
  readonly relativeHalfWidth: number | null;
}

/** Mean and 95 % interval, by Student's t, of repetitions that are independent and about normal. */
export function intervalOf(values: readonly number[]): Interval {
  const moments = momentsOf(values);
  const sd = sampleSd(moments);
  const relativeHalfWidth =
    sd === null || moments.mean === 0
      ? null
      : (tQuantile(0.975, moments.n - 1) * sd) / Math.sqrt(moments.n) / Math.abs(moments.mean);
  return { n: moments.n, mean: moments.mean, relativeHalfWidth };
}

export type Verdict = 'continue' | 'converged' | 'not-converged';

/** Whether the repetitions so far, each as joules per unit, suffice. */
export function verdictOf(
  values: readonly number[],
  settings: Pick<ProtocolSettings, 'minRepetitions' | 'maxRepetitions' | 'targetHalfWidth'>,
): Verdict {
  if (values.length < settings.minRepetitions) return 'continue';
  const { relativeHalfWidth } = intervalOf(values);
  if (relativeHalfWidth !== null && relativeHalfWidth <= settings.targetHalfWidth) return 'converged';
  return values.length >= settings.maxRepetitions ? 'not-converged' : 'continue';
}

/** Power of the idle machine with the model loaded, W, and what the meter could tell apart, W. */
export interface IdlePower {
  readonly powerW: number;
  readonly resolutionW: number;
}

/** Idle power after against before, relative to their mean; 0 where the meter could not tell them apart. */
export function idleDrift(before: IdlePower, after: IdlePower): number {
  const change = Math.abs(after.powerW - before.powerW);
  const mean = (after.powerW + before.powerW) / 2;
  return change <= before.resolutionW + after.resolutionW || mean === 0 ? 0 : change / mean;
}

/** Gross energy less what the idle machine draws in that time, J. Derived where asked for, never stored as gross. */
export function netEnergyJ(grossJ: number, durationS: number, idle: readonly IdlePower[]): number | null {
  if (idle.length === 0) return null;
  const idleW = idle.reduce((sum, { powerW }) => sum + powerW, 0) / idle.length;
  return grossJ - idleW * durationS;
}
