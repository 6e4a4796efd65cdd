import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  INTEGER,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Cell, Column, ColumnType } from '../tables/index.js';

/** Rows of one of DuckDB's vectors; between two of them other requests have their turn. */
const ROWS_PER_CHUNK = 2_048;

const TYPES: Record<ColumnType, DuckDBType> = {
  text: VARCHAR,
  'text-list': LIST(VARCHAR),
  double: DOUBLE,
  integer: INTEGER,
  boolean: BOOLEAN,
};

/**
 * A Parquet file by DuckDB's writer, with what it holds in its key-value metadata. The file has lost its name
 * before the first byte is read, so that nothing stays behind however the reading ends.
 */
export async function parquetOf(
  columns: readonly Column[],
  rows: Iterable<readonly Cell[]>,
  metadata: Readonly<Record<string, string>>,
): Promise<Readable> {
  const folder = await mkdtemp(join(tmpdir(), 'wattfactor-export-'));
  try {
    const path = join(folder, 'table.parquet');
    await withDuckDb(async (connection) => {
      const definitions = columns.map(({ name, type }) => `${name} ${TYPES[type].toString()}`);
      await connection.run(`CREATE TABLE exported (${definitions.join(', ')})`);
      await append(connection, columns, rows);
      const pairs = Object.entries(metadata).map(([key, value]) => `${key}: ${quoted(value)}`);
      await connection.run(
        `COPY exported TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {${pairs.join(', ')}})`,
      );
    });
    return (await open(path)).createReadStream();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An own database in memory: exports at the same time do not meet. One thread, so that the order stays. */
async function withDuckDb(use: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  try {
    const connection = await instance.connect();
    await use(connection).finally(() => connection.closeSync());
  } finally {
    instance.closeSync();
  }
}

async function append(
  connection: DuckDBConnection,
  columns: readonly Column[],
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const appender = await connection.createAppender('exported');
  const types = columns.map(({ type }) => TYPES[type]);
  for (const some of inChunks(rows)) {
    const chunk = DuckDBDataChunk.create(types);
    chunk.setRows(some.map((row) => row.map(toDuckDb)));
    appender.appendDataChunk(chunk);
    await nextTurn();
  }
  appender.closeSync();
}

function* inChunks<T>(items: Iterable<T>): Generator<T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < ROWS_PER_CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

const isList = (cell: Cell): cell is readonly string[] => Array.isArray(cell);

const toDuckDb = (cell: Cell): DuckDBValue => (isList(cell) ? listValue(cell) : cell);

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
