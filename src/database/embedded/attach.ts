import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readPassword } from './cluster.js';
import { databaseUrl } from './connection.js';
import { findDataFolder } from './data-folder.js';
import { EmbeddedPostgresError, errorCode, orIfMissing } from './errors.js';
import { homePaths } from './home.js';
import { readPostmasterFile } from './postmaster-file.js';
import { isPostmasterOf } from './predecessor.js';
import { commandLine, processMark } from './processes.js';

const startingWaitMs = 10_000;
const pollMs = 50;

/**
 * The URL of the server that already runs in the home, else null. Starts nothing and changes nothing; waits for
 * a server that is just starting.
 */
export async function attachEmbeddedPostgres(home: string): Promise<string | null> {
  const real = await orIfMissing(realpath(resolve(home)), null);
  if (real === null) return null;
  try {
    const paths = homePaths(real);
    const dataFolder = await findDataFolder(paths);
    if (dataFolder === null) return null;
    const port = await readyPort(dataFolder);
    return port === null ? null : databaseUrl(port, await readPassword(paths.password, dataFolder));
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes(errorCode(error))) throw error;
    throw new EmbeddedPostgresError(
      `The database in ${real} belongs to another user. Run this command as the user who started Wattfactor.`,
      { cause: error },
    );
  }
}

async function readyPort(dataFolder: string): Promise<number | null> {
  const giveUpAt = Date.now() + startingWaitMs;
  for (;;) {
    const file = await readPostmasterFile(dataFolder);
    if (file === null || !('pid' in file) || !(await isAlive(file.pid, dataFolder))) return null;
    if (file.status === 'ready') return file.port;
    if (file.status !== 'starting' || Date.now() > giveUpAt) return null;
    await sleep(pollMs);
  }
}

async function isAlive(pid: number, dataFolder: string): Promise<boolean> {
  if ((await processMark(pid)) === null) return false;
  const command = await commandLine(pid);
  return command === null || isPostmasterOf(command, dataFolder);
}
