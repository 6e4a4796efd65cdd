import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';

/** What one file may take: the rest goes to disk. */
const MEMORY_LIMIT = '512MB';
const THREADS = '2';

/** A folder and a database for one file. */
export interface Workspace {
  readonly connection: DuckDBConnection;
  /** Path of a file of ours; never of the client's naming. */
  path(name: string): string;
}

/** Both are gone when the work ends, however it ends. A file that is still open can be read on. */
export async function inWorkspace<T>(work: (workspace: Workspace) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'wattfactor-bulk-'));
  try {
    // half a second that only those who use it wait for
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const spill = join(folder, 'spill');
    await mkdir(spill);
    const options = { threads: THREADS, memory_limit: MEMORY_LIMIT, temp_directory: spill };
    const instance = await DuckDBInstance.create(':memory:', options);
    try {
      const connection = await instance.connect();
      // the rows leave in the order in which they came only where a join is not turned round
      await connection.run("SET disabled_optimizers = 'join_order,build_side_probe_side'");
      const used = work({ connection, path: (name) => join(folder, name) });
      return await used.finally(() => connection.closeSync());
    } finally {
      instance.closeSync();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
