import type { EntityManager } from 'typeorm';
import { byText } from '../../core/collections.js';
import type { RunDraft, RunStatus, SourceDesign } from '../../core/run/index.js';
import { insertMissing } from '../rows.js';
import type { Row } from '../rows.js';
import { addToStatistics } from './cell-statistics.js';
import { cellRow, hardwareRow, identify, phaseRows, runRow } from './run-rows.js';
import type { IdentifiedRun } from './run-rows.js';

export interface WrittenRuns {
  /** Ids of the drafts in their order, whether new or known. */
  readonly ids: readonly string[];
  readonly accepted: ReadonlySet<string>;
  readonly changedCells: ReadonlySet<string>;
}

/**
 * Appends validated drafts and, where they are published, updates the statistics of the cells that they fall into.
 * A run that is stored already (same source and external id) is left as it is and counts once.
 * Call it inside a transaction: runs and statistics belong together.
 */
export async function writeRuns(
  manager: EntityManager,
  drafts: readonly RunDraft[],
  status: RunStatus = 'published',
  design: SourceDesign = 'open',
): Promise<WrittenRuns> {
  const runs = drafts.map((draft) => identify(draft, design));
  await writeReferences(manager, runs);
  const rows = unique(runs).map((run) => runRow(run, status));
  const stored = await insertMissing<{ id: string }>(manager, 'run', rows, 'id');
  const accepted = new Set(stored.map(({ id }) => id));
  const fresh = unique(runs).filter(({ id }) => accepted.has(id));
  await insertMissing(manager, 'run_phase', fresh.flatMap(phaseRows));
  const counted = status === 'published' ? fresh : [];
  await addToStatistics(manager, counted);
  return { ids: runs.map(({ id }) => id), accepted, changedCells: new Set(counted.map((run) => run.cellId)) };
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
  await insertMissing(manager, 'ai_model', distinct(models, 'id'));
  await insertMissing(manager, 'dataset', distinct(datasets, 'slug'));
  await insertMissing(
    manager,
    'hardware',
    distinct(
      runs.map(({ draft }) => hardwareRow(draft)),
      'slug',
    ),
  );
  await insertMissing(manager, 'cell', distinct(runs.map(cellRow), 'id'));
}

function distinct(rows: readonly Row[], key: string): Row[] {
  const byKey = new Map(rows.map((row) => [row[key], row]));
  return [...byKey.values()].sort(byText((row) => String(row[key])));
}

const unique = (runs: readonly IdentifiedRun[]): IdentifiedRun[] => [
  ...new Map(runs.map((run) => [run.id, run])).values(),
];
