import { query } from '../database.js';

/** A worker that looks at the others every two seconds. */
export const WATCHFUL = { WATTFACTOR_WORKER_DEAD_AFTER_S: '10' };

/** As though the worker had been silent for too long: the service's own rule then takes it for dead. */
export async function longSilent(databaseUrl: string, pid: number): Promise<void> {
  await query(databaseUrl, "UPDATE benchmark_worker SET dead_after_s = 0 WHERE name LIKE '%/' || $1", [
    String(pid),
  ]);
}
