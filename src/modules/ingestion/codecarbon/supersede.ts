import { isUUID } from 'class-validator';
import type { EntityManager } from 'typeorm';
import { allows } from '../../../core/access/index.js';
import { withdrawRuns } from '../../../database/runs/withdraw-runs.js';
import { bumpDataVersion } from '../../../database/snapshot/data-version.js';
import { recordAudit } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import type { FactorSubject } from '../../factors/index.js';
import type { FactorWatch } from '../factor-watch.js';

/**
 * A file has the whole energy of a run, what its client sent live has lost some: the file's run counts in its stead.
 * Only for whoever began the run or may publish, so that nobody displaces the runs of others.
 */
export async function supersedeClientRuns(
  manager: EntityManager,
  externalIds: readonly string[],
  key: ApiKey,
  watch: FactorWatch,
): Promise<void> {
  const runIds = externalIds.filter((id) => isUUID(id));
  if (runIds.length === 0) return;
  const superseded = await manager.query<[{ id: string; run_id: string | null }[], number]>(
    `UPDATE codecarbon_run SET state = 'superseded'
     WHERE id = ANY($1) AND state <> 'superseded' AND (key_id = $2 OR $3) RETURNING id, run_id`,
    [runIds, key.id, allows(key.scopes, 'runs:publish')],
  );
  const ids = superseded[0].flatMap(({ run_id: runId }) => (runId === null ? [] : [runId]));
  await withdraw(manager, ids, { reason: 'a file of the same CodeCarbon run came', key, watch });
}

interface Withdrawal {
  readonly reason: string;
  readonly key: ApiKey;
  /** Where somebody wants to know how factors moved. */
  readonly watch?: FactorWatch;
}

/** Withdraws runs from what counts, and makes it known. */
export async function withdraw(
  manager: EntityManager,
  ids: readonly string[],
  { reason, key, watch }: Withdrawal,
): Promise<void> {
  if (ids.length === 0) return;
  const subjects = await manager.query<FactorSubject[]>(
    `SELECT DISTINCT source_id AS "sourceId", task FROM run WHERE id = ANY($1) AND status = 'published'`,
    [ids],
  );
  await watch?.before(manager, subjects);
  const withdrawn = await withdrawRuns(manager, ids, { status: 'superseded', reason });
  for (const subject of withdrawn)
    await recordAudit(manager, key, { action: 'run.supersede', subject, details: { reason } });
  await bumpDataVersion(manager);
}
