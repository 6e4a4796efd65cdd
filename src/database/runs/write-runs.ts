import type { EntityManager } from 'typeorm';
import { byText } from '../../core/collections.js';
import type { RunStatus } from '../../core/run/index.js';
import { copyRows } from '../copy-rows.js';
import { DATA_LOCK } from '../locks.js';
import { insertMissing } from '../rows.js';
import type { Row } from '../rows.js';
import { addToStatistics } from './cell-statistics.js';
import { storedIds } from './read-runs.js';
import { linesOf, PHASE_COLUMNS, RUN_COLUMNS, withStatus } from './run-columns.js';
import type { RunLines } from './run-columns.js';
import { cellRow, hardwareRow } from './run-rows.js';
import type { IdentifiedRun } from './run-rows.js';

/** A run with the rows that it is stored as. */
export interface ReadyRun extends IdentifiedRun {
  readonly lines: RunLines;
}

export const ready = (run: IdentifiedRun): ReadyRun => ({ ...run, lines: linesOf(run) });

/**
 * Appends validated runs and, where they are published, updates the statistics of the cells that they fall into.
 * A run that is stored already (same source and external id) is left as it is and counts once. Gives those that are new.
 * Call it inside a transaction: runs and statistics belong together.
 */
export async function writeRuns(
  manager: EntityManager,
  runs: readonly IdentifiedRun[],
): Promise<readonly IdentifiedRun[]> {
  if (runs.length === 0) return [];
  // what is looked up as new stays new until it is written
  await manager.query('SELECT pg_advisory_xact_lock($1)', [DATA_LOCK]);
  const distinctRuns = new Map(runs.map((run) => [run.id, run]));
  const stored = await storedIds(manager, [...distinctRuns.keys()]);
  const fresh = [...distinctRuns.values()].filter(({ id }) => !stored.has(id));
  await appendRuns(manager, fresh.map(ready), 'published');
  return fresh;
}

/** The same for runs that are known to be new, under the lock that keeps them so. */
export async function appendRuns(
  manager: EntityManager,
  runs: readonly ReadyRun[],
  status: RunStatus,
): Promise<void> {
  await writeReferences(manager, runs);
  const lines = runs.map((run) => withStatus(run.lines, status));
  await copyRows(manager, 'run', RUN_COLUMNS, lines);
  const phases = runs.flatMap((run) => run.lines.phases);
  await copyRows(manager, 'run_phase', PHASE_COLUMNS, phases);
  if (status === 'published') await addToStatistics(manager, runs);
}

async function writeReferences(manager: EntityManager, runs: readonly IdentifiedRun[]): Promise<void> {
  const models = runs.map(({ draft }) => ({
    id: draft.modelId,
    parameters: draft.parameters,
    activeParameters: draft.activeParameters,
  }));
  const datasets = runs.flatMap(({ draft }) =>
    draft.dataset ? [{ slug: draft.dataset, name: draft.dataset }] : [],
  );
  const cells = [...new Map(runs.map((run) => [run.cellId, run])).values()];
  await insertMissing(manager, 'ai_model', distinct(models, 'id'));
  await insertMissing(manager, 'dataset', distinct(datasets, 'slug'));
  await insertMissing(manager, 'hardware', distinct(cells.map(hardwareRow), 'slug'));
  await insertMissing(manager, 'cell', distinct(cells.map(cellRow), 'id'));
}

function distinct(rows: readonly Row[], key: string): Row[] {
  const byKey = new Map(rows.map((row) => [row[key], row]));
  return [...byKey.values()].sort(byText((row) => String(row[key])));
}
