import type { DuckDBConnection } from '@duckdb/node-api';
import { ROWS_SQL } from './statements.js';
import type { UsageFormat } from './usage-source.js';
import { quoted } from './usage-faults.js';

const POINTS = ['mean', 'p5', 'p50', 'p95'] as const;

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const flat = (wire: string, column: string): string =>
  POINTS.map((point) => `${column}_${point} AS "${wire}${capital(point)}"`).join(', ');

const nested = (wire: string, column: string): string =>
  `CASE WHEN ${column}_mean IS NOT NULL THEN struct_pack(${POINTS.map((p) => `${p} := ${column}_${p}`).join(', ')}) END AS "${wire}"`;

const COMMON =
  'row_number AS "row", label, factor_id AS "factorId", level, zone, vintage AS "gridVintage", pue, inferences';

const TABLE = `SELECT ${COMMON}, ${flat('energyKwh', 'energy_kwh')}, ${flat('emissionsKgCo2e', 'emissions_kg')},
  error_field AS "errorField", error_code AS "errorCode", error_message AS "errorMessage" FROM (${ROWS_SQL})`;

const OBJECTS = `SELECT ${COMMON}, ${nested('energyKwh', 'energy_kwh')}, ${nested('emissionsKgCo2e', 'emissions_kg')},
  CASE WHEN error_code IS NOT NULL
    THEN struct_pack(field := error_field, code := error_code, message := error_message) END AS error
  FROM (${ROWS_SQL})`;

const COPIES: Record<UsageFormat, readonly [select: string, options: string]> = {
  csv: [TABLE, 'FORMAT csv, HEADER'],
  ndjson: [OBJECTS, 'FORMAT json'],
  parquet: [TABLE, 'FORMAT parquet, COMPRESSION zstd'],
};

/** Pass two: every row with its result, in the order of the file. */
export async function writeRows(
  connection: DuckDBConnection,
  path: string,
  format: UsageFormat,
): Promise<void> {
  const [select, options] = COPIES[format];
  await connection.run(`COPY (${select}) TO ${quoted(path)} (${options})`);
}

export async function writeCombinations(connection: DuckDBConnection, path: string): Promise<void> {
  await connection.run(`COPY combination TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd)`);
}
