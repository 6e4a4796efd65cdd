import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { Config } from '../common/config/config.js';
import { dataSourceOptions } from './data-source.js';
import { defaultHome, startEmbeddedPostgres } from './embedded/index.js';
import { seed } from './seed/seed.js';

export interface OpenDatabase {
  readonly url: string;
  /** Stops the service's own Postgres; a server given by DATABASE_URL is left running. */
  close(): Promise<void>;
}

/** The server given by DATABASE_URL, or the service's own Postgres in its data folder. */
export async function openDatabase(config: Config, log: (line: string) => void): Promise<OpenDatabase> {
  if (config.DATABASE_URL) {
    await requireAnswer(config.DATABASE_URL);
    return { url: config.DATABASE_URL, close: async () => {} };
  }
  const home = config.WATTFACTOR_HOME ?? defaultHome(process.env, process.platform);
  const postgres = await startEmbeddedPostgres({ home, log });
  log(`database in ${home}`);
  return { url: postgres.url, close: () => postgres.stop() };
}

async function requireAnswer(url: string): Promise<void> {
  try {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PATIENCE_MS });
    await client.connect();
    await client.end();
  } catch (error) {
    const { message, code } = error as { message: string; code?: string };
    throw new Error(`The database of DATABASE_URL, ${whereIs(url)}, cannot be used: ${message || code}`, {
      cause: error,
    });
  }
}

const PATIENCE_MS = 10_000;

/** Host, port and name; never the password. */
function whereIs(url: string): string {
  const { host, pathname, searchParams } = URL.canParse(url)
    ? new URL(url)
    : new URL('postgres://unreadable');
  return `${host || searchParams.get('host') || 'localhost'}${pathname}`;
}

/** Brings the schema and the measured data up to date; safe to call at every start and on every replica. */
export async function prepareDatabase(url: string, log: (line: string) => void): Promise<void> {
  const dataSource = await new DataSource({ ...dataSourceOptions(url), poolSize: 2 }).initialize();
  try {
    await migrate(dataSource, url);
    await seed(dataSource, log);
  } finally {
    await dataSource.destroy();
  }
}

/** The queue has a schema of its own, in its own words. */
const SILENT = new Logger(() => () => undefined);

/** Held while migrating, so that replicas that start together migrate once. */
const LOCK = 0x4d696772;

async function migrate(dataSource: DataSource, url: string): Promise<void> {
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await dataSource.runMigrations();
    await runMigrations({ connectionString: url, maxPoolSize: 1, logger: SILENT });
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    await lock.release();
  }
}
