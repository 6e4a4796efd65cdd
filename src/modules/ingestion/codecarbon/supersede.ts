import { isUUID } from 'class-validator';
import type { EntityManager } from 'typeorm';
import { allows } from '../../../core/access/index.js';
import { changesBetween } from '../../../core/factor/index.js';
import type { FactorChange } from '../../../core/factor/index.js';
import { withdrawRuns } from '../../../database/runs/withdraw-runs.js';
import { bumpDataVersion } from '../../../database/snapshot/data-version.js';
import { recordAudit } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { factorsBehind } from '../../factors/index.js';

/**
 * A file has the whole energy of a run, what its client sent live has lost some: the file's run counts in its stead.
 * Only for whoever began the run or may publish, so that nobody displaces the runs of others.
 */
export async function supersedeClientRuns(
  manager: EntityManager,
  externalIds: readonly string[],
  key: ApiKey,
): Promise<FactorChange[]> {
  const runIds = externalIds.filter((id) => isUUID(id));
  if (runIds.length === 0) return [];
  const superseded = await manager.query<[{ id: string; run_id: string | null }[], number]>(
    `UPDATE codecarbon_run SET state = 'superseded'
     WHERE id = ANY($1) AND state <> 'superseded' AND (key_id = $2 OR $3) RETURNING id, run_id`,
    [runIds, key.id, allows(key.scopes, 'runs:publish')],
  );
  const ids = superseded[0].flatMap(({ run_id: runId }) => (runId === null ? [] : [runId]));
  return withdrawAndCompare(manager, ids, 'a file of the same CodeCarbon run came', key);
}

/** Withdraws runs, and says how the factors that they were behind moved. */
export async function withdrawAndCompare(
  manager: EntityManager,
  ids: readonly string[],
  reason: string,
  key: ApiKey,
): Promise<FactorChange[]> {
  if (ids.length === 0) return [];
  const cells = await manager.query<{ cell_id: string }[]>(
    `SELECT DISTINCT cell_id FROM run WHERE id = ANY($1) AND status = 'published'`,
    [ids],
  );
  const cellIds = cells.map((row) => row.cell_id);
  const before = await factorsBehind(manager, cellIds);
  await withdrawRuns(manager, ids, reason);
  for (const subject of ids)
    await recordAudit(manager, key, { action: 'run.supersede', subject, details: { reason } });
  await bumpDataVersion(manager);
  return changesBetween(before, await factorsBehind(manager, cellIds));
}
