import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { DuckDBConnection } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { DomainError } from '../../../core/errors/index.js';
import { placeOf, placesOf, spellingsOf, USAGE_COLUMNS, columnOf } from './usage-columns.js';
import type { UsageColumn } from './usage-columns.js';
import { parquetTable } from './stage.js';
import { quoted } from './usage-faults.js';
import type { UsageSource } from './usage-view.js';

export const USAGE_FORMATS = ['csv', 'ndjson', 'parquet'] as const;
export type UsageFormat = (typeof USAGE_FORMATS)[number];

const HEADER_BYTES = 65_536;

/** By the first bytes: Parquet begins with PAR1, NDJSON with a brace, anything else is CSV. */
export async function formatOf(path: string): Promise<UsageFormat> {
  const head = await headOf(path, 64);
  if (head.startsWith('PAR1')) return 'parquet';
  return head
    .replace(/^\ufeff/, '')
    .trimStart()
    .startsWith('{')
    ? 'ndjson'
    : 'csv';
}

export function sourceOf(
  connection: DuckDBConnection,
  path: string,
  format: UsageFormat,
  summaryBy: string | undefined,
  serial: boolean,
): Promise<UsageSource> {
  if (format === 'csv') return csvSource(path, summaryBy, serial);
  if (format === 'ndjson') return Promise.resolve(ndjsonSource(path, summaryBy));
  return parquetSource(connection, path, summaryBy);
}

/** Lenient where a row alone is wrong: one too short is padded, one too long or with a stray quote is kept. */
async function csvSource(path: string, summaryBy: string | undefined, serial: boolean): Promise<UsageSource> {
  const header = await csvHeader(path);
  const types = [...header, 'beyond'].map((_, place) => `c${place}: 'VARCHAR'`).join(', ');
  const table = `read_csv(${quoted(path)}, auto_detect = false, header = false, skip = 1, delim = ',', quote = '"',
    escape = '"', columns = {${types}}, null_padding = true, strict_mode = false, parallel = ${!serial})`;
  return {
    table,
    ...byPlace(header, summaryBy, (place) => `c${place}`),
    unreadable: [
      `c${header.length} IS NOT NULL`,
      `the row has more values than the header's ${header.length}`,
    ],
    numbered: false,
  };
}

async function csvHeader(path: string): Promise<string[]> {
  const handle = await open(path);
  const lines = createInterface({ input: handle.createReadStream({ end: HEADER_BYTES }) });
  try {
    for await (const line of lines) return (parse(line, { bom: true, trim: true }) as string[][])[0] ?? [];
    return [];
  } catch {
    throw DomainError.field('FILE_UNREADABLE', 'row 0', 'the first line is no CSV header; close its quotes');
  } finally {
    lines.close();
    await handle.close();
  }
}

function ndjsonSource(path: string, summaryBy: string | undefined): UsageSource {
  const keys = [...USAGE_COLUMNS.flatMap(spellingsOf), ...(summaryBy === undefined ? [] : [summaryBy])];
  const paths = keys.map((key) => quoted(`$."${key.replaceAll('"', '\\"')}"`));
  const text = (key: string) => `found[${keys.indexOf(key) + 1}]`;
  const anyOf = (column: UsageColumn) => `coalesce(${spellingsOf(column).map(text).join(', ')})`;
  const wanted = summaryBy === undefined ? null : columnOf(summaryBy);
  return {
    table: `(SELECT json, json_extract_string(json, [${paths.join(', ')}]) AS found
      FROM read_ndjson_objects(${quoted(path)}, ignore_errors = true))`,
    columns: new Map(USAGE_COLUMNS.map((column) => [column, anyOf(column)])),
    summaryBy: summaryBy === undefined ? null : wanted === null ? text(summaryBy) : anyOf(wanted),
    unreadable: ["json IS NULL OR json_type(json) <> 'OBJECT'", 'the line is no JSON object'],
    numbered: false,
  };
}

async function parquetSource(
  connection: DuckDBConnection,
  path: string,
  summaryBy: string | undefined,
): Promise<UsageSource> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet(${quoted(path)})`);
  const header = described.getRowObjectsJS().map((row) => String(row['column_name']));
  const text = (place: number) => `CAST("${(header[place] ?? '').replaceAll('"', '""')}" AS VARCHAR)`;
  const place = header.find((name) => name.toLowerCase() === 'file_row_number');
  if (place !== undefined)
    throw DomainError.field('VALIDATION_FAILED', place, `${place} is a name of ours; rename it`);
  return {
    table: parquetTable(path),
    ...byPlace(header, summaryBy, text),
    unreadable: ['false', ''],
    numbered: true,
  };
}

function byPlace(header: readonly string[], summaryBy: string | undefined, text: (place: number) => string) {
  const columns = new Map([...placesOf(header)].map(([column, place]) => [column, text(place)]));
  return { columns, summaryBy: summaryBy === undefined ? null : text(placeOf(header, summaryBy)) };
}

export async function isGzip(path: string): Promise<boolean> {
  const [first, second] = await bytesOf(path, 2);
  return first === 0x1f && second === 0x8b;
}

const headOf = async (path: string, bytes: number): Promise<string> =>
  (await bytesOf(path, bytes)).toString('utf8');

async function bytesOf(path: string, count: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
