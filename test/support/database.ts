import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterSuite } from './cleanup.js';

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: global-setup.cjs did not run`);
  return value;
}

/** Runs SQL on a connection of its own. */
export async function query<Row extends pg.QueryResultRow>(
  databaseUrl: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** How many rows of a table fit. */
export async function countRows(databaseUrl: string, table: string, where = 'true'): Promise<number> {
  const [row] = await query<{ n: number }>(
    databaseUrl,
    `SELECT count(*)::int AS n FROM ${table} WHERE ${where}`,
  );
  return row?.n ?? -1;
}

/** A database with the schema and the measured data; dropped after the suite. Gives its URL. */
export const createDatabase = (): Promise<string> => create(` TEMPLATE ${given('WATTFACTOR_TEST_TEMPLATE')}`);

/** A database with nothing in it. */
export const createEmptyDatabase = (): Promise<string> => create(' TEMPLATE template0');

async function create(clause: string): Promise<string> {
  const server = given('WATTFACTOR_TEST_SERVER');
  const name = `wattfactor_test_${randomBytes(6).toString('hex')}`;
  await query(server, `CREATE DATABASE ${name}${clause}`);
  afterSuite(() => query(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
