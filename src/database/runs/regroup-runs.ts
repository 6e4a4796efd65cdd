import type { EntityManager } from 'typeorm';
import { cellIdentity } from '../../core/run/index.js';
import { insertMissing } from '../rows.js';
import { addToStatistics } from './cell-statistics.js';
import { readRuns } from './read-runs.js';
import type { StoredRun } from './read-runs.js';
import { cellId, cellRow } from './run-rows.js';

/** Runs read at a time. */
const PAGE = 1_000;

const OPEN = 'NOT IN (SELECT source_id FROM source_load)';

/**
 * Puts the runs of open sources into the cells that today's identity gives them, and sums all of these up again.
 * The machine of a run stays the one that it was stored with, since no more is known of it. Gives how many there were.
 */
export async function regroupRuns(manager: EntityManager): Promise<number> {
  await manager.query(
    `DELETE FROM cell_statistic USING cell WHERE cell.id = cell_id AND cell.source_id ${OPEN}`,
  );
  let [count, after] = [0, 0];
  for (;;) {
    const rows = await manager.query<{ id: string; seq: number; hardware: string }[]>(
      `SELECT id, seq, hardware FROM run WHERE source_id ${OPEN} AND seq > $1 ORDER BY seq LIMIT ${PAGE}`,
      [after],
    );
    const runs = await readRuns(
      manager,
      rows.map(({ id }) => id),
    );
    await regroup(
      manager,
      rows.flatMap(({ id, hardware }) => regrouped(runs.get(id), hardware)),
    );
    count += rows.length;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return count;
    after = last.seq;
  }
}

function regrouped(run: StoredRun | undefined, hardware: string) {
  if (!run) return [];
  const cell = { ...cellIdentity(run.draft, run.query, 'open'), hardware };
  return [{ ...run, cell, cellId: cellId(cell) }];
}

async function regroup(manager: EntityManager, runs: ReturnType<typeof regrouped>): Promise<void> {
  const cells = new Map(runs.map((run) => [run.cellId, cellRow(run)]));
  await insertMissing(manager, 'cell', [...cells.values()]);
  await manager.query(
    `UPDATE run SET cell_id = moved.cell_id
     FROM json_populate_recordset(null::run, $1) AS moved WHERE run.id = moved.id AND run.cell_id <> moved.cell_id`,
    [JSON.stringify(runs.map((run) => ({ id: run.id, cell_id: run.cellId })))],
  );
  await addToStatistics(
    manager,
    runs.filter(({ status }) => status === 'published'),
  );
}
