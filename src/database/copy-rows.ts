import { finished } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';
import { snakeCase } from './naming.js';
import type { Row } from './rows.js';

/**
 * Appends rows that are known to be new with COPY, several times as fast as INSERT. All rows have the keys of the
 * first, camelCase names of columns. A row that is there already fails the transaction that the manager must be in.
 */
export async function copyRows(manager: EntityManager, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const keys = Object.keys(first);
  const client = (await manager.queryRunner?.connect()) as PoolClient | undefined;
  if (client === undefined) throw new Error('COPY needs the connection of a transaction');
  const columns = keys.map(snakeCase).join(', ');
  const target = client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`));
  let text = '';
  for (const row of rows) text += lineOf(row, keys);
  target.end(text);
  await finished(target);
}

/** One line of COPY's text format. */
function lineOf(row: Row, keys: readonly string[]): string {
  let line = '';
  for (const key of keys) line += `${line === '' ? '' : '\t'}${fieldOf(row[key])}`;
  return `${line}\n`;
}

function fieldOf(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return escaped(`{${value.map(elementOf).join(',')}}`);
  throw new Error(`COPY has no text for a ${typeof value}`);
}

/** An element of an array of text, quoted whatever it holds. */
const elementOf = (value: unknown): string => `"${String(value).replace(/["\\]/g, '\\$&')}"`;

const SPECIAL = /[\\\t\n\r]/;
const NAMES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const escaped = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => NAMES[character] ?? character) : text;
