import { concat, NEVER, Observable, of, throwError } from 'rxjs';
import { iterate } from './iterate.js';

const collect = async (source: Observable<number>): Promise<number[]> => {
  const seen: number[] = [];
  for await (const value of iterate(source)) seen.push(value);
  return seen;
};

describe('an observable as an iterator', () => {
  it('gives every value in order and ends, though they all came before it was asked', async () => {
    expect(await collect(of(1, 2, 3))).toEqual([1, 2, 3]);
  });

  it('fails as the observable does', async () => {
    await expect(
      collect(
        concat(
          of(1),
          throwError(() => new Error('gone')),
        ),
      ),
    ).rejects.toThrow('gone');
  });

  it('lets go of the observable at once, also while it waits for a value', async () => {
    let released = false;
    const silent = new Observable<number>((subscriber) => {
      NEVER.subscribe(subscriber);
      return () => (released = true);
    });
    const iterator = iterate(silent);
    const waiting = iterator.next();
    await iterator.return?.();
    expect(released).toBe(true);
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});
