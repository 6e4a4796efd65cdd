import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  addWork,
  NO_WORK,
  type ProtocolSettings,
  type Reading,
  type WorkDone,
} from '../../../core/benchmark/index.js';
import type { BenchmarkInput } from '../datasets/index.js';
import type { Executor } from '../executors/index.js';
import type { Meter } from '../meters/index.js';

/** The inputs of one pass, in batches: as many as asked for, from the first again where they run out. */
export function* batchesOf<T>(inputs: readonly T[], count: number, size: number): Generator<T[]> {
  for (let done = 0; done < count; done += size) {
    const length = Math.min(size, count - done);
    yield Array.from({ length }, (_, index) => inputs[(done + index) % inputs.length] as T);
  }
}

export interface Pass {
  readonly executor: Executor;
  readonly inputs: readonly BenchmarkInput[];
  readonly settings: ProtocolSettings;
  readonly signal: AbortSignal;
  readonly onBatch: (work: WorkDone) => void;
}

/** Every input once, in batches; between them timers run and a cancellation is heeded. */
export async function runPass({ executor, inputs, settings, signal, onBatch }: Pass): Promise<WorkDone> {
  let work = NO_WORK;
  for (const batch of batchesOf(inputs, settings.inferences, settings.batchSize)) {
    signal.throwIfAborted();
    work = addWork(work, await executor.run(batch, signal));
    onBatch(work);
    await nextTurn();
  }
  return work;
}

/** Whole passes until the time is long enough: the mix of inputs stays the same in every repetition. */
export async function runForAtLeast(pass: Pass, seconds: number): Promise<WorkDone> {
  const start = performance.now();
  let work = NO_WORK;
  do {
    const before = work;
    work = addWork(work, await runPass({ ...pass, onBatch: (done) => pass.onBatch(addWork(before, done)) }));
  } while ((performance.now() - start) / 1000 < seconds);
  return work;
}

/** What was done and what it took. The meter is stopped whatever happens. */
export async function metered<T>(
  meter: Meter,
  action: () => Promise<T>,
): Promise<{ result: T; reading: Reading }> {
  const measurement = await meter.start();
  let result: T;
  try {
    result = await action();
  } catch (error) {
    await measurement.stop().catch(() => null);
    throw error;
  }
  return { result, reading: await measurement.stop() };
}
