import type { IdlePower } from './protocol.js';
import { EXCLUSIVITY_NEEDED } from './host-load.js';
import { totalEnergyJ, type Reading } from './reading.js';

/** What was done in a repetition. Token counts are what the model's own server or runtime reports. */
export interface WorkDone {
  readonly inferences: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedInputTokens: number | null;
  /** Requests that were put off or failed and were sent again. */
  readonly retries: number;
}

export const NO_WORK: WorkDone = {
  inferences: 0,
  inputTokens: null,
  outputTokens: null,
  cachedInputTokens: null,
  retries: 0,
};

/** Work of two batches; a count that one of them lacks is unknown for both. */
export function addWork(a: WorkDone, b: WorkDone): WorkDone {
  if (a.inferences === 0) return b;
  return {
    inferences: a.inferences + b.inferences,
    inputTokens: sum(a.inputTokens, b.inputTokens),
    outputTokens: sum(a.outputTokens, b.outputTokens),
    cachedInputTokens: sum(a.cachedInputTokens, b.cachedInputTokens),
    retries: a.retries + b.retries,
  };
}

const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

/** One finished repetition: gross energy as metered, and the idle power beside it, never subtracted. */
export interface Repetition {
  /** From 1, unique within a job, whoever measured it. */
  readonly index: number;
  readonly work: WorkDone;
  readonly reading: Reading;
  /** Of the session that measured it; null where nothing was metered. */
  readonly idleBefore: IdlePower | null;
  readonly flags: readonly string[];
}

/** Gross joules per inference; null where nothing was metered. */
export function energyPerInferenceJ({ reading, work }: Repetition): number | null {
  const energyJ = totalEnergyJ(reading);
  return energyJ === null || work.inferences === 0 ? null : energyJ / work.inferences;
}

/** Readings that cannot be put right afterwards: the repetition is thrown away and done again. */
const SPOILING = ['counter-reset', 'stale-counter'];

/** Why a reading does not count; null where it does. */
export function spoiledBy(reading: Reading): string | null {
  return reading.warnings.find(({ code }) => SPOILING.includes(code))?.message ?? null;
}

/** What is odd enough about a repetition to be told to whoever uses it. */
export function repetitionFlags(of: {
  readonly reading: Reading;
  readonly work: WorkDone;
  readonly ruledS: number;
}): string[] {
  const { reading, work } = of;
  const flags = reading.warnings.map(({ code }) => code);
  if (reading.exclusivity !== null && reading.exclusivity < EXCLUSIVITY_NEEDED) flags.push('not-exclusive');
  if (reading.durationS < of.ruledS) flags.push('short-repetition');
  if (work.retries > 0) flags.push('requests-retried');
  if (work.cachedInputTokens !== null && work.cachedInputTokens > 0) flags.push('prompt-cache-used');
  return [...new Set(flags)];
}

/** The same repetitions with the flags of the whole; what is odd about some of them alone stays with those. */
export function withFlags<T extends Pick<Repetition, 'flags'>>(
  repetitions: readonly T[],
  flags: readonly string[],
): T[] {
  const ofSome = new Set(repetitions.flatMap((repetition) => repetition.flags));
  const ofAll = [...new Set(flags)].filter((flag) => !ofSome.has(flag));
  return repetitions.map((repetition) => ({ ...repetition, flags: [...repetition.flags, ...ofAll] }));
}
