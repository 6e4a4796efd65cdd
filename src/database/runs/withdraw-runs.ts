import type { EntityManager } from 'typeorm';
import type { RunStatus } from '../../core/run/index.js';
import { addToStatistics } from './cell-statistics.js';
import { readRuns } from './read-runs.js';

/** Runs read at a time while a cell is summed up again. */
const PAGE = 1_000;

/** What withdrawn runs are from now on, and why. */
export interface Withdrawal {
  readonly status: Extract<RunStatus, 'rejected' | 'superseded'>;
  readonly reason: string;
}

/**
 * Takes runs out of what counts, and keeps them with the reason. The statistics of their cells are made anew from
 * the runs that are left: taking a run out of moments would leave rounding behind. What was withdrawn earlier stays as
 * it is. Gives the ids of those that were not.
 */
export async function withdrawRuns(
  manager: EntityManager,
  ids: readonly string[],
  { status, reason }: Withdrawal,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const counted = await manager.query<{ cell_id: string }[]>(
    `SELECT DISTINCT cell_id FROM run WHERE id = ANY($1) AND status = 'published' ORDER BY cell_id`,
    [ids],
  );
  const [withdrawn] = await manager.query<[{ id: string }[], number]>(
    `UPDATE run SET status = $2, review_reason = $3
     WHERE id = ANY($1) AND status IN ('draft', 'published') RETURNING id`,
    [ids, status, reason],
  );
  for (const { cell_id: cell } of counted) await sumUpAgain(manager, cell);
  return withdrawn.map(({ id }) => id);
}

async function sumUpAgain(manager: EntityManager, cell: string): Promise<void> {
  await manager.query('DELETE FROM cell_statistic WHERE cell_id = $1', [cell]);
  let after = 0;
  for (;;) {
    const rows = await manager.query<{ id: string; seq: number }[]>(
      `SELECT id, seq FROM run WHERE cell_id = $1 AND status = 'published' AND seq > $2 ORDER BY seq LIMIT ${PAGE}`,
      [cell, after],
    );
    const runs = await readRuns(
      manager,
      rows.map(({ id }) => id),
    );
    await addToStatistics(manager, [...runs.values()]);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.seq;
  }
}
