import { byText, groupBy } from '../collections.js';
import { mergeMoments, type Moments } from './moments.js';

/** The observations of one AI model on one dataset. */
export interface AnovaCell {
  readonly model: string;
  readonly dataset: string;
  readonly stats: Moments;
}

/** A table without gaps: `rows[i][j]` holds the observations of `models[i]` on `datasets[j]`. */
export interface CompleteTable {
  readonly models: readonly string[];
  readonly datasets: readonly string[];
  readonly rows: readonly (readonly Moments[])[];
}

type ByModel = ReadonlyMap<string, ReadonlyMap<string, Moments>>;

function byModel(cells: readonly AnovaCell[]): ByModel {
  const table = new Map<string, Map<string, Moments>>();
  for (const { model, dataset, stats } of cells) {
    if (stats.n === 0) continue;
    const row = table.get(model) ?? new Map<string, Moments>();
    const before = row.get(dataset);
    row.set(dataset, before ? mergeMoments(before, stats) : stats);
    table.set(model, row);
  }
  return table;
}

/**
 * Dataset lists of models that are looked at: with many ragged models every pair of lists would be a candidate, and
 * each candidate looks at every model. No seeded table has as many lists.
 */
export const MAX_LISTS = 32;

/** The dataset lists worth keeping whole: what one model was run on, or what two models share. */
export function datasetLists(rows: Iterable<ReadonlySet<string>>): string[][] {
  const distinct = new Map<string, string[]>();
  const keep = (datasets: string[]): unknown => distinct.set(JSON.stringify(datasets), datasets);
  const own = heaviest(rows);
  for (const datasets of own) keep(datasets);
  for (const a of own) {
    for (const b of own) keep(a.filter((dataset) => b.includes(dataset)));
  }
  return [...distinct.values()].filter((datasets) => datasets.length > 0);
}

/** The lists that stand for most cells by themselves: models with exactly that list, times its datasets. */
function heaviest(rows: Iterable<ReadonlySet<string>>): string[][] {
  const models = groupBy(
    [...rows].map((row) => [...row].sort()),
    (datasets) => JSON.stringify(datasets),
  );
  return [...models]
    .map(([name, alike]) => ({ name, datasets: alike[0] ?? [], cells: alike.flat().length }))
    .sort(byText(({ name }) => name))
    .sort((a, b) => b.cells - a.cells)
    .slice(0, MAX_LISTS)
    .map(({ datasets }) => datasets);
}

/** Keeps a dataset list and drops every model that lacks one of them. */
function tableOver(datasets: readonly string[], table: ByModel): CompleteTable {
  const kept = [...table].filter(([, row]) => datasets.every((dataset) => row.has(dataset)));
  kept.sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    models: kept.map(([model]) => model),
    datasets,
    rows: kept.map(([, row]) => datasets.flatMap((dataset) => row.get(dataset) ?? [])),
  };
}

/** Negative where a is the better table. Names settle what sizes leave open, never the order of the input. */
function compareTables(a: CompleteTable, b: CompleteTable): number {
  const several = (t: CompleteTable): number => Number(t.models.length > 1);
  const cells = (t: CompleteTable): number => t.models.length * t.datasets.length;
  const name = (t: CompleteTable): string => JSON.stringify(t.datasets);
  return (
    several(b) - several(a) ||
    cells(b) - cells(a) ||
    b.datasets.length - a.datasets.length ||
    (name(a) < name(b) ? -1 : 1)
  );
}

/**
 * The largest part of a table in which every AI model was run on every dataset, for an analysis that
 * cannot have gaps; null where there is no observation at all.
 *
 * Each candidate keeps a list of datasets (those of one model, or those that two models share) and drops
 * the models that lack one of them. Taken is, in this order: more than one model, most cells, most
 * datasets, first by name. A table without gaps is taken whole. Cells given twice are merged. Where models were run
 * on more than `MAX_LISTS` different lists, only those that stand for most cells make candidates.
 */
export function completeSubTable(cells: readonly AnovaCell[]): CompleteTable | null {
  const table = byModel(cells);
  const lists = datasetLists([...table.values()].map((row) => new Set(row.keys())));
  const candidates = lists.map((datasets) => tableOver(datasets, table));
  return candidates.sort(compareTables)[0] ?? null;
}
