import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { affinityOfThisThread } from './affinity.js';

/** How long the processors are watched to find idle ones. */
const LOOK_MS = 200;

/**
 * Binds this thread, and all that it starts meanwhile, to as many processors as there are threads of inference: the
 * least busy ones, so that two workers on a machine keep apart. Afterwards it may run everywhere again.
 *
 * @param threads - null where the inference runs elsewhere, and nothing is bound
 * @param action - is told the processors; null where nothing was bound, or the system cannot
 */
export async function withPinnedThreads<T>(
  threads: number | null,
  action: (cpus: readonly number[] | null) => Promise<T>,
): Promise<T> {
  const affinity = threads === null ? null : await affinityOfThisThread();
  if (threads === null || affinity === null) return action(null);
  const allowed = affinity.get();
  const chosen = threads >= allowed.length ? allowed : leastBusy(allowed, threads, await busyTimes());
  try {
    affinity.set(chosen);
  } catch {
    return action(null);
  }
  return action(chosen).finally(() => affinity.set(allowed));
}

/** The processors with the least busy time, in order of their numbers. */
export function leastBusy(
  allowed: readonly number[],
  count: number,
  busy: ReadonlyMap<number, number>,
): number[] {
  const byTime = [...allowed].sort((a, b) => (busy.get(a) ?? 0) - (busy.get(b) ?? 0) || a - b);
  return byTime.slice(0, count).sort((a, b) => a - b);
}

/** Milliseconds for which each processor worked during a short look. */
async function busyTimes(): Promise<Map<number, number>> {
  const before = cpus();
  await sleep(LOOK_MS);
  return new Map(cpus().map(({ times }, cpu) => [cpu, worked(times) - worked(before[cpu]?.times ?? times)]));
}

const worked = ({ user, nice, sys, irq }: { user: number; nice: number; sys: number; irq: number }): number =>
  user + nice + sys + irq;
