import { resolve } from 'node:path';
import { chooseAccount } from './account.js';
import { prepareBinaries } from './binaries.js';
import { closeToOthers, ensureCluster } from './cluster.js';
import { databaseUrl, ensureDatabase } from './connection.js';
import { findDataFolder, placeDataFolder, requireAccess } from './data-folder.js';
import { EmbeddedPostgresError, errorCode } from './errors.js';
import { type HomePaths, homePaths, prepareHome } from './home.js';
import { launch } from './launch.js';
import { rotateLog } from './log-file.js';
import { type ServiceLock, takeServiceLock } from './service-lock.js';
import { shutDown } from './shutdown.js';

export interface EmbeddedPostgresOptions {
  /** The folder that holds the database and all that belongs to it; made on first use. */
  readonly home: string;
  /** Gets one line for each thing worth telling. */
  readonly log: (line: string) => void;
}

/** A Postgres server that lives as long as this process. */
export interface EmbeddedPostgres {
  /** Where to connect: role, password, address and database. */
  readonly url: string;
  /** The server's main process. */
  readonly pid: number;
  /** Shuts the server down in order; resolves when its process has ended. */
  stop(): Promise<void>;
}

/**
 * Starts the Postgres server of a home and creates its cluster and database on first use. This process owns it:
 * when it ends, in whatever way, the server shuts down. Rejects with `EmbeddedPostgresError`.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    const paths = homePaths(await prepareHome(resolve(options.home)));
    const lock = await takeServiceLock(paths.lock, paths.home);
    return await startLocked(paths, lock, options.log).catch(async (error: unknown) => {
      await lock.release();
      throw error;
    });
  } catch (error) {
    throw explain(error, options.home);
  }
}

function explain(error: unknown, home: string): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const closed = ['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error))
    ? '. Start Wattfactor as the user whom the folder belongs to, or set WATTFACTOR_HOME to a folder of your own.'
    : '';
  return new EmbeddedPostgresError(`The embedded Postgres in ${home} cannot start: ${reason}${closed}`, {
    cause: error,
  });
}

async function startLocked(
  paths: HomePaths,
  lock: ServiceLock,
  log: (line: string) => void,
): Promise<EmbeddedPostgres> {
  const found = await findDataFolder(paths);
  const account = await chooseAccount(found);
  const binaries = await prepareBinaries(paths, account);
  const dataFolder = found ?? (await placeDataFolder(paths, account));
  const password = await ensureCluster({ dataFolder, passwordFile: paths.password, binaries, account }, log);
  await closeToOthers(dataFolder);
  await requireAccess(account, dataFolder);
  await rotateLog(paths.log);
  const { home, log: logFile } = paths;
  const plan = { home, dataFolder, logFile, postgres: binaries.postgres, account, owner: lock.owner };
  const server = await launch(plan, log);

  let stopping: Promise<void> | null = null;
  const stop = () =>
    (stopping ??= shutDown(server, binaries.pgCtl, dataFolder).finally(() => lock.release()));
  server.child.once('exit', (code, signal) => {
    if (stopping === null)
      log(`Postgres (process ${server.pid}) ended by itself (${signal ?? code}); see ${logFile}`);
  });
  try {
    await ensureDatabase(server.port, password);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: databaseUrl(server.port, password), pid: server.pid, stop };
}
