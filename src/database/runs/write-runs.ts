import type { EntityManager } from 'typeorm';
import { byText } from '../../core/collections.js';
import type { RunStatus } from '../../core/run/index.js';
import { copyRows } from '../copy-rows.js';
import { DATA_LOCK } from '../locks.js';
import { insertMissing } from '../rows.js';
import type { Row } from '../rows.js';
import { addToStatistics } from './cell-statistics.js';
import { storedIds } from './read-runs.js';
import { cellRow, hardwareRow, phaseRows, runRow } from './run-rows.js';
import type { IdentifiedRun } from './run-rows.js';

export interface WrittenRuns {
  readonly accepted: ReadonlySet<string>;
  readonly changedCells: ReadonlySet<string>;
}

/**
 * Appends validated runs and, where they are published, updates the statistics of the cells that they fall into.
 * A run that is stored already (same source and external id) is left as it is and counts once.
 * Call it inside a transaction: runs and statistics belong together.
 */
export async function writeRuns(
  manager: EntityManager,
  runs: readonly IdentifiedRun[],
  status: RunStatus = 'published',
): Promise<WrittenRuns> {
  if (runs.length === 0) return { accepted: new Set(), changedCells: new Set() };
  // what is looked up as new stays new until it is written
  await manager.query('SELECT pg_advisory_xact_lock($1)', [DATA_LOCK]);
  const distinctRuns = new Map(runs.map((run) => [run.id, run]));
  const stored = await storedIds(manager, [...distinctRuns.keys()]);
  const fresh = [...distinctRuns.values()].filter(({ id }) => !stored.has(id));
  await writeReferences(manager, fresh);
  await copyRows(
    manager,
    'run',
    fresh.map((run) => runRow(run, status)),
  );
  await copyRows(manager, 'run_phase', fresh.flatMap(phaseRows));
  const counted = status === 'published' ? fresh : [];
  await addToStatistics(manager, counted);
  return {
    accepted: new Set(fresh.map(({ id }) => id)),
    changedCells: new Set(counted.map((run) => run.cellId)),
  };
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
