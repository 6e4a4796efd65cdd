import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again until the value fits; fails with the last one after a time that only a fault takes. */
export async function eventually<T>(
  look: () => Promise<T>,
  fits: (value: T) => boolean,
  patienceMs = 20_000,
): Promise<T> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const value = await look();
    if (fits(value)) return value;
    if (Date.now() > giveUpAt) throw new Error(`still not so: ${JSON.stringify(value)}`);
    await sleep(50);
  }
}
