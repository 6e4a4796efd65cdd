import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted } from './usage-faults.js';
import { rawCells } from './usage-view.js';
import type { UsageSource } from './usage-view.js';

/**
 * Makes the views `usage_cell`, the raw cells of every row, and `usage_placed`, the same with the place of each from 1.
 * A file of text has its rows counted by one thread, which is enough to look for a few; Parquet knows the places
 * wherever a thread begins to read.
 */
export async function openCells(connection: DuckDBConnection, source: UsageSource): Promise<void> {
  const place = source.numbered ? 'file_row_number + 1 AS row_number, ' : '';
  const counted = source.numbered ? '*' : 'row_number() OVER () AS row_number, *';
  await connection.run(
    `CREATE OR REPLACE VIEW usage_cell AS SELECT ${place}${rawCells(source)} FROM ${source.table}`,
  );
  await connection.run(`CREATE OR REPLACE VIEW usage_placed AS SELECT ${counted} FROM usage_cell`);
}

/** Writes the cells as Parquet and reads them from there: every row is wanted, so it is parsed once and placed. */
export async function stageCells(connection: DuckDBConnection, path: string): Promise<void> {
  await connection.run(`COPY usage_cell TO ${quoted(path)} (FORMAT parquet, COMPRESSION snappy)`);
  await connection.run(
    `CREATE OR REPLACE VIEW usage_cell AS SELECT file_row_number + 1 AS row_number, * FROM ${parquetTable(path)}`,
  );
  await connection.run('CREATE OR REPLACE VIEW usage_placed AS SELECT * FROM usage_cell');
}

export const parquetTable = (path: string): string => `read_parquet(${quoted(path)}, file_row_number = true)`;
