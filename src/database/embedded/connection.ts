import pg from 'pg';
import { clusterName } from './cluster.js';
import { host } from './settings.js';

/** The URL of the service's database. */
export function databaseUrl(port: number, password: string, database: string = clusterName): string {
  return `postgresql://${clusterName}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
}

export async function ensureDatabase(port: number, password: string): Promise<void> {
  const connectionString = databaseUrl(port, password, 'postgres');
  const client = new pg.Client({ connectionString, ssl: false });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [clusterName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(clusterName)}`);
  } finally {
    await client.end();
  }
}
