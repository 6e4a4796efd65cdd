import { DataSource } from 'typeorm';
import { readConfig } from '../common/config/config.js';
import type { Config } from '../common/config/config.js';
import { dataSourceOptions } from '../database/data-source.js';
import { attachEmbeddedPostgres, defaultHome } from '../database/embedded/index.js';
import { openDatabase, prepareDatabase } from '../database/open-database.js';
import type { OpenDatabase } from '../database/open-database.js';

const say = (line: string): void => console.error(`wattfactor: ${line}`);

/**
 * Runs a command on the database that the service uses: the one of DATABASE_URL, the service's own where it is
 * running, or its own started for as long as the command takes. Messages go to stderr; stdout is the command's.
 */
export function withDatabase<T>(command: (dataSource: DataSource) => Promise<T>): Promise<T> {
  return withDatabaseUrl(async (url) => {
    const dataSource = await new DataSource({ ...dataSourceOptions(url), poolSize: 2 }).initialize();
    return command(dataSource).finally(() => dataSource.destroy());
  });
}

/** The same for a command that opens its own connections. */
export async function withDatabaseUrl<T>(command: (url: string) => Promise<T>): Promise<T> {
  const database = await findDatabase(readConfig());
  try {
    await prepareDatabase(database.url, say);
    return await command(database.url);
  } finally {
    await database.close();
  }
}

async function findDatabase(config: Config): Promise<OpenDatabase> {
  const home = config.WATTFACTOR_HOME ?? defaultHome(process.env, process.platform);
  const running = config.DATABASE_URL ? null : await attachEmbeddedPostgres(home);
  return running ? { url: running, close: async () => {} } : openDatabase(config, say);
}
