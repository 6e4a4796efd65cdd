import type { EntityManager } from 'typeorm';

/** The one kind of entry in the queue; what a job needs is in its flags. */
export const QUEUE_TASK = 'benchmark';

/** The queue's own count of attempts never ends a job: the job's row says when it has ended. */
const QUEUE_ATTEMPTS = 1_000;

/** Puts a job on the queue, or anew with what it needs now, in the caller's transaction. */
export async function enqueue(manager: EntityManager, id: string, needs: readonly string[]): Promise<void> {
  await manager.query(
    `SELECT graphile_worker.add_job($1, json_build_object('jobId', $2::text), job_key => $2::text,
       max_attempts => $3::int, flags => $4::text[])`,
    [QUEUE_TASK, id, QUEUE_ATTEMPTS, needs],
  );
}

export async function takeOffQueue(manager: EntityManager, id: string): Promise<void> {
  await manager.query('SELECT graphile_worker.remove_job($1)', [id]);
}

/** Frees what a dead worker held; without this the queue waits four hours for it. */
export async function freeLocks(manager: EntityManager, queueWorker: string): Promise<void> {
  await manager.query('SELECT graphile_worker.force_unlock_workers($1::text[])', [[queueWorker]]);
}

/** Jobs that wait by their row and are in no queue. */
export function forgottenByQueue(manager: EntityManager): Promise<{ id: string; needs: string[] }[]> {
  return manager.query(
    `SELECT job.id, job.needs FROM benchmark_job AS job
     WHERE job.status = 'queued' AND NOT EXISTS (
       SELECT 1 FROM graphile_worker.jobs AS entry
       WHERE entry.key = job.id::text AND entry.attempts < entry.max_attempts)`,
  );
}
