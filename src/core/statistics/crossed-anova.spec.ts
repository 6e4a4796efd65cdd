import fc from 'fast-check';
import { crossedAnova, momentsOf, type AnovaCell, type VarianceComponents } from './index.js';
import { seededNormal } from '../../../test/support/seeded-normal.js';

const cell = (model: string, dataset: string, ...values: number[]): AnovaCell => ({
  model,
  dataset,
  stats: momentsOf(values),
});

/**
 * By hand: cell means 2, 5, 8, 14; model means 3.5 and 11; dataset means 5 and 9.5; grand mean 7.25.
 * MSE = 8/4 = 2, MS_MD = 4.5, MS_D = 40.5, MS_M = 112.5.
 */
const BY_HAND = [
  cell('bloom', 'wikitext', 1, 3),
  cell('bloom', 'bookcorpus', 4, 6),
  cell('opt', 'wikitext', 7, 9),
  cell('opt', 'bookcorpus', 13, 15),
];

function table(m: number, d: number, r: number, y: (i: number, j: number, k: number) => number): AnovaCell[] {
  return Array.from({ length: m * d }, (_, at) => {
    const [i, j] = [Math.floor(at / d), at % d];
    return cell(`model-${i}`, `dataset-${j}`, ...Array.from({ length: r }, (_, k) => y(i, j, k)));
  });
}

function numbers(components: VarianceComponents | null): (number | null)[] {
  const { sigma2Run, sigma2ModelDataset, sigma2Dataset, sigma2Model } = components!;
  return [sigma2Run, sigma2ModelDataset, sigma2Dataset, sigma2Model];
}

function expectSameComponents(a: VarianceComponents | null, b: VarianceComponents | null): void {
  const expected = numbers(b);
  numbers(a).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 8));
}

describe('variance components of a table without gaps', () => {
  it('are those worked out by hand', () => {
    expect(crossedAnova(BY_HAND)).toEqual({
      models: ['bloom', 'opt'],
      datasets: ['bookcorpus', 'wikitext'],
      runsPerCell: 2,
      grandMean: 7.25,
      sigma2Run: 2,
      sigma2ModelDataset: 1.25,
      sigma2Dataset: 9,
      sigma2Model: 27,
      modelSpreadIncludes: [],
      sigma2ModelMeans: 28.125,
      truncated: [],
    });
  });

  it('with unequal runs use the harmonic mean of the counts: 2, 2, 2, 6 make 2.4', () => {
    const ragged = [...BY_HAND.slice(0, 3), cell('opt', 'bookcorpus', 13, 15, 13, 15, 13, 15)];
    const components = crossedAnova(ragged)!;
    expect(components.runsPerCell).toBeCloseTo(2.4, 12);
    [1.5, 1.625, 9, 27].forEach((value, i) => expect(numbers(components)[i]).toBeCloseTo(value, 10));
  });

  it('do not change when every energy is in another unit, or names and order are others', () => {
    const randomTable = fc.infiniteStream(fc.double({ min: -2, max: 2, noNaN: true })).map((stream) => {
      const draws = [...stream.take(4 * 3 * 2)];
      return (shift: number): AnovaCell[] => table(4, 3, 2, (i, j, k) => draws[(i * 3 + j) * 2 + k]! + shift);
    });
    fc.assert(
      fc.property(
        randomTable,
        fc.double({ min: -20, max: 20, noNaN: true }),
        fc.nat(),
        (make, shift, seed) => {
          const original = crossedAnova(make(0));
          expectSameComponents(crossedAnova(make(shift)), original);
          const normal = seededNormal(seed);
          const renamed = make(0)
            .map((c) => ({
              ...c,
              model: `${9 - Number(c.model.at(-1))}`,
              dataset: `z${9 - Number(c.dataset.at(-1))}`,
            }))
            .map((c) => ({ c, at: normal() }))
            .sort((a, b) => a.at - b.at)
            .map(({ c }) => c);
          expectSameComponents(crossedAnova(renamed), original);
        },
      ),
    );
  });

  it('recover on average what was planted: sds 0.6, 0.3, 0.2 and 0.1 in 8 × 3 × 10 runs', () => {
    const normal = seededNormal(2024);
    const draw = (n: number, sd: number): number[] => Array.from({ length: n }, () => sd * normal());
    const repeats = 1500;
    const sums = [0, 0, 0, 0];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const [models, datasets, both] = [draw(8, 0.6), draw(3, 0.3), draw(24, 0.2)];
      const y = (i: number, j: number): number =>
        models[i]! + datasets[j]! + both[3 * i + j]! + 0.1 * normal();
      numbers(crossedAnova(table(8, 3, 10, y))).forEach((value, i) => (sums[i]! += value!));
    }
    [0.01, 0.04, 0.09, 0.36].forEach((planted, i) => {
      expect(Math.abs(sums[i]! / repeats / planted - 1)).toBeLessThan(0.08);
    });
  });

  it('are never below 0: where models differ less than chance would have it, 0', () => {
    const alike = [
      cell('a', 'x', 0, 10),
      cell('a', 'y', 10, 0),
      cell('b', 'x', 0, 10),
      cell('b', 'y', 0, 10),
    ];
    expect(numbers(crossedAnova(alike)).slice(1)).toEqual([0, 0, 0]);
  });
});

describe('variance components that the data cannot tell are null', () => {
  it('one dataset: models differ by 17 by hand, and the interaction is in it', () => {
    const components = crossedAnova([BY_HAND[0]!, BY_HAND[2]!]);
    expect(numbers(components)).toEqual([2, null, null, 17]);
    expect(components?.modelSpreadIncludes).toEqual(['model-dataset']);
  });

  it('one dataset and one run each: only the spread of the figures, runs included', () => {
    const components = crossedAnova([cell('a', 'x', 1), cell('b', 'x', 2), cell('c', 'x', 3)]);
    expect(numbers(components)).toEqual([null, null, null, 1]);
    expect(components?.modelSpreadIncludes).toEqual(['model-dataset', 'run']);
  });

  it('one run in each cell of a full table: runs and interaction cannot be parted, the rest can', () => {
    const single = BY_HAND.map(({ model, dataset, stats }) => cell(model, dataset, stats.mean));
    expect(numbers(crossedAnova(single))).toEqual([null, null, 9, 27]);
  });

  it('one model: only runs', () => {
    expect(numbers(crossedAnova(BY_HAND.slice(0, 2)))).toEqual([2, null, null, null]);
  });

  it('no observation: nothing at all', () => {
    expect(crossedAnova([])).toBeNull();
    expect(crossedAnova([cell('a', 'x')])).toBeNull();
  });
});

describe('a table with missing cells', () => {
  const gap = [...BY_HAND, cell('gpt2', 'wikitext', 20, 24)];

  it('loses the model that lacks a dataset, whatever the order, and says which were used', () => {
    for (const cells of [gap, [...gap].reverse()]) {
      const components = crossedAnova(cells);
      expect(components).toMatchObject({ models: ['bloom', 'opt'], datasets: ['bookcorpus', 'wikitext'] });
      expect(components).toMatchObject({ sigma2Dataset: 9, sigma2Model: 27 });
    }
  });

  it('still learns of runs from the cells left out: (4 × 2 + 8)/5', () => {
    expect(crossedAnova(gap)?.sigma2Run).toBeCloseTo(16 / 5, 12);
  });

  it('loses a dataset instead where that leaves more: four models on one dataset against one on two', () => {
    const sparse = [
      ...['a', 'b', 'c', 'd'].map((model, i) => cell(model, 'x', i, i + 1)),
      cell('a', 'y', 3, 4),
    ];
    expect(crossedAnova(sparse)).toMatchObject({ models: ['a', 'b', 'c', 'd'], datasets: ['x'] });
  });

  it('takes a cell that is given in parts as one', () => {
    const parts = [cell('bloom', 'wikitext', 1), cell('bloom', 'wikitext', 3), ...BY_HAND.slice(1)];
    expectSameComponents(crossedAnova(parts), crossedAnova([...BY_HAND]));
  });
});
