import { setImmediate } from 'node:timers/promises';

interface Batching {
  /** Items to leave out at the beginning. */
  readonly skip: number;
  readonly size: number;
  /** How much may be read for one list: it is closed there, however few items it has. */
  readonly weight: number;
  /** How much was read so far, in the unit of `weight`. */
  readonly read: () => number;
}

/** Items made in one go: what waits for its turn meanwhile, an answer of the database above all, waits a millisecond. */
const BREATH = 50;

/**
 * Items, each as `as` makes it, in lists of a size; shorter at the end, and where they are so large that what is held
 * would grow with them.
 */
export async function* batches<T, R>(
  items: AsyncIterable<T>,
  { skip, size, weight, read }: Batching,
  as: (item: T) => R,
): AsyncGenerator<R[]> {
  let batch: R[] = [];
  let seen = 0;
  let before = 0;
  for await (const item of items) {
    seen += 1;
    if (seen % BREATH === 0) await setImmediate();
    const now = read();
    if (seen <= skip) {
      before = now;
      continue;
    }
    batch.push(as(item));
    if (batch.length < size && now - before < weight) continue;
    yield batch;
    batch = [];
    before = now;
  }
  if (batch.length > 0) yield batch;
}

/**
 * Hands each item to `work` in order, one at a time, while the next is being read: reading a file and storing it
 * overlap, and at most two items are held.
 */
export async function overlapped<T>(
  items: AsyncIterable<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let running: Promise<void> = Promise.resolve();
  try {
    for await (const item of items) {
      await running;
      running = work(item);
      // awaited with the next item; until then its failure is not unhandled
      running.catch(() => undefined);
    }
  } catch (error) {
    // whatever ended the reading, what was begun is brought to its end first
    await running.catch(() => undefined);
    throw error;
  }
  await running;
}
