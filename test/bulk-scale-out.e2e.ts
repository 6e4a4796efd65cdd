import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { afterSuite } from './support/cleanup.js';
import { createDatabase, createEmptyDatabase } from './support/database.js';
import { root, startService } from './support/service.js';
import type { Service } from './support/service.js';
import { ROWS_SQL, SET_TOTALS_SQL, TOTALS_SQL } from '../src/modules/estimate/bulk/statements.js';
import type { BulkSummaryDto } from '../src/modules/estimate/bulk/bulk.dto.js';

type Totals = Record<'inferences' | 'energy_kwh_mean' | 'emissions_kg_mean', number>;
type Cell = string | number | null;

const TASKS = ['text-generation', 'summarization', 'image-generation'];
const ZONES = ['USA', 'SWE', 'IND', 'Atlantis'];
const PUES = ['', '1', '1.37', '1.1'];
const USAGE = Array.from({ length: 1_000 }, (_, i) => ({
  task: TASKS[i % 3] ?? '',
  zone: ZONES[(i >> 2) % 4] ?? '',
  pue: PUES[i % 4] ?? '',
  inferences: 1 + ((i * 7_919) % 99_991) / 7,
}));
const CSV = [
  'task,zone,pue,inferences',
  ...USAGE.map((u) => [u.task, u.zone, u.pue, u.inferences].join()),
].join('\n');

/** `usage_row` as any engine would make it of its own table. */
const USAGE_COLUMNS =
  'row_number, label, task, model, dataset, hardware, source, zone_name, cloud_region, pue_kind, pue_scale, inferences, error_field, error_code, error_message';
const USAGE_ROWS: Cell[][] = USAGE.map(({ task, zone, pue, inferences }, index) => {
  const kind = pue === '' ? 'none' : pue === '1' ? 'one' : 'given';
  return [
    index + 1,
    null,
    task,
    '',
    '',
    '',
    '',
    zone,
    '',
    kind,
    Number(pue || 1),
    inferences,
    null,
    null,
    null,
  ];
});

let service: Service;
let folder: string;
beforeAll(async () => {
  service = await startService({ databaseUrl: await createDatabase() });
  folder = await mkdtemp(join(tmpdir(), 'wattfactor-test-scale-'));
  afterSuite(() => rm(folder, { recursive: true, force: true }));
  await save('combination', '/v1/estimates/bulk?combinations=true', CSV);
  await save('factors', '/v1/factor-sets/latest/export?format=parquet&table=factors');
  await save('grid', '/v1/factor-sets/latest/export?format=parquet&table=grid');
});

async function save(name: string, path: string, body?: string): Promise<void> {
  const reply = await fetch(`${service.url}${path}`, body === undefined ? {} : { method: 'POST', body });
  expect(reply.status).toBe(200);
  await writeFile(join(folder, `${name}.parquet`), Buffer.from(await reply.arrayBuffer()));
}

const literal = (cell: unknown): string =>
  cell === null
    ? 'NULL'
    : typeof cell === 'number'
      ? cell.toExponential(16)
      : `'${String(cell).replaceAll("'", "''")}'`;

const COLUMN_TYPES = `row_number BIGINT, label VARCHAR(200), task VARCHAR(200), model VARCHAR(200), dataset VARCHAR(200),
  hardware VARCHAR(200), source VARCHAR(200), zone_name VARCHAR(200), cloud_region VARCHAR(200), pue_kind VARCHAR(200),
  pue_scale DOUBLE PRECISION, inferences DOUBLE PRECISION, error_field VARCHAR(200), error_code VARCHAR(200),
  error_message VARCHAR(2000)`;

const values = (rows: readonly (readonly unknown[])[]): string =>
  rows.map((row) => `(${row.map(literal).join(', ')})`).join(',\n');

const MAKE_USAGE = [
  `CREATE TABLE usage_row (${COLUMN_TYPES})`,
  `INSERT INTO usage_row (${USAGE_COLUMNS}) VALUES ${values(USAGE_ROWS)}`,
];

/** The statements on DuckDB, and the exported tables as rows for another engine. */
async function onDuckDb(): Promise<{
  totals: Totals;
  set: Totals;
  tables: Record<string, Record<string, unknown>[]>;
}> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const read = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
  for (const name of ['combination', 'factors', 'grid']) {
    await connection.run(`CREATE TABLE ${name} AS SELECT * FROM '${join(folder, `${name}.parquet`)}'`);
  }
  for (const sql of MAKE_USAGE) await connection.run(sql);
  const answer = {
    totals: (await read(TOTALS_SQL))[0] as Totals,
    set: (await read(SET_TOTALS_SQL))[0] as Totals,
    tables: {
      combination: await read('SELECT * FROM combination'),
      factors: await read('SELECT id, energy_wh_per_unit_mean FROM factors'),
      grid: await read('SELECT zone, vintage, carbon_intensity_g_per_kwh FROM grid'),
    },
  };
  connection.closeSync();
  instance.closeSync();
  return answer;
}

const isNumber = (column: string): boolean =>
  /^(pue|energy_|emissions_|carbon_)/.test(column) && column !== 'pue_kind';

async function onPostgres(
  tables: Record<string, Record<string, unknown>[]>,
): Promise<[Totals, Totals, number]> {
  const client = new pg.Client({ connectionString: await createEmptyDatabase() });
  await client.connect();
  try {
    for (const [name, rows] of Object.entries(tables)) {
      const columns = Object.keys(rows[0] ?? {});
      const types = columns.map((column) => `${column} ${isNumber(column) ? 'DOUBLE PRECISION' : 'TEXT'}`);
      await client.query(`CREATE TABLE ${name} (${types.join(', ')})`);
      await client.query(
        `INSERT INTO ${name} VALUES ${values(rows.map((row) => columns.map((c) => row[c])))}`,
      );
    }
    for (const sql of MAKE_USAGE) await client.query(sql);
    const one = async (sql: string) => (await client.query<Totals>(sql)).rows[0] as Totals;
    return [await one(TOTALS_SQL), await one(SET_TOTALS_SQL), (await client.query(ROWS_SQL)).rowCount ?? 0];
  } finally {
    await client.end();
  }
}

const same = (actual: Totals, expected: Totals): void => {
  for (const [name, value] of Object.entries(expected)) {
    expect(Math.abs(actual[name as keyof Totals] / value - 1)).toBeLessThan(1e-9);
  }
};

it('gives the same totals in DuckDB, in Postgres, from the exported set and from the service', async () => {
  const { totals, set, tables } = await onDuckDb();
  const [inPostgres, setInPostgres, rows] = await onPostgres(tables);
  expect(rows).toBe(USAGE.length);
  const reply = await fetch(`${service.url}/v1/estimates/bulk?summaryBy=zone`, { method: 'POST', body: CSV });
  const { total } = (await reply.json()) as BulkSummaryDto;
  const answered: Totals = {
    inferences: total.inferences,
    energy_kwh_mean: total.energyKwh.mean,
    emissions_kg_mean: total.emissionsKgCo2e.mean,
  };
  expect(total.failed).toBeGreaterThan(0);
  expect(total.energyKwh.mean).toBeGreaterThan(0);
  for (const other of [totals, set, inPostgres, setInPostgres]) same(other, answered);
});

it('shows the statements in the documentation as they are run', async () => {
  const text = await readFile(join(root, 'docs', 'scale-out.md'), 'utf8');
  for (const sql of [ROWS_SQL, TOTALS_SQL, SET_TOTALS_SQL]) expect(text).toContain(sql);
});
