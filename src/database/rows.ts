import type { EntityManager } from 'typeorm';
import { snakeCase } from './naming.js';

export type Row = Readonly<Record<string, unknown>>;

/**
 * Inserts rows in one statement, typed by the table itself (`json_populate_recordset`).
 * Keys are camelCase names of columns. Returns what `returning` names, of the rows that were not there before.
 */
export async function insertMissing<T = Row>(
  manager: EntityManager,
  table: string,
  rows: readonly Row[],
  returning = '1',
): Promise<T[]> {
  return insert(manager, table, rows, 'DO NOTHING', returning);
}

/** The same, but a row that is there already takes the new values. */
export async function upsert(
  manager: EntityManager,
  table: string,
  key: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  const set = columnsOf(rows)
    .filter((column) => !key.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  const action = set.length > 0 ? `(${key.join(', ')}) DO UPDATE SET ${set.join(', ')}` : 'DO NOTHING';
  await insert(manager, table, rows, action, '1');
}

async function insert<T>(
  manager: EntityManager,
  table: string,
  rows: readonly Row[],
  onConflict: string,
  returning: string,
): Promise<T[]> {
  if (rows.length === 0) return [];
  const columns = columnsOf(rows).join(', ');
  return manager.query<T[]>(
    `INSERT INTO ${table} (${columns})
     SELECT ${columns} FROM json_populate_recordset(null::${table}, $1)
     ON CONFLICT ${onConflict} RETURNING ${returning}`,
    [JSON.stringify(rows.map(toColumns))],
  );
}

function columnsOf(rows: readonly Row[]): string[] {
  return Object.keys(rows[0] ?? {}).map(snakeCase);
}

function toColumns(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [snakeCase(key), value]));
}
