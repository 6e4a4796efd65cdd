import { batches } from './batches.js';

/** Items of the given sizes, and how much of them was read. */
function file(sizes: readonly number[]) {
  let bytes = 0;
  const items = async function* () {
    for (const size of sizes) {
      bytes += size;
      yield await Promise.resolve(size);
    }
  };
  return { items: items(), read: () => bytes };
}

async function lengths(sizes: readonly number[], { skip = 0, size = 4, weight = 100 } = {}) {
  const { items, read } = file(sizes);
  const made: number[][] = [];
  for await (const batch of batches(items, { skip, size, weight, read }, (item) => item)) made.push(batch);
  return made;
}

describe('batches', () => {
  it('have as many items as they may, the last one the rest', async () => {
    expect(await lengths([1, 2, 3, 4, 5, 6])).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
  });

  it('are closed early where their items are heavy, and each anew', async () => {
    expect(await lengths([60, 60, 1, 99, 100, 1, 1])).toEqual([[60, 60], [1, 99], [100], [1, 1]]);
  });

  it('count nothing for items that are left out', async () => {
    expect(await lengths([90, 90, 90, 5, 5], { skip: 3 })).toEqual([[5, 5]]);
  });
});
