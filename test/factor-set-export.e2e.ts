import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { afterSuite } from './support/cleanup.js';
import { createDatabase } from './support/database.js';
import { createKey, withKey } from './support/keys.js';
import { walk } from './support/pages.js';
import { fieldsOf, problem } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';
import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { FactorSetDto } from '../src/modules/factors/factor-set/factor-set.dto.js';
import type { DataDictionaryDto, TableDto } from '../src/modules/factors/factor-set/factor-set-export.dto.js';

type Value = string | number | boolean | null | string[];
type Row = Record<string, Value>;

const TABLES = ['factors', 'grid', 'cloud-regions', 'providers'];

let service: Service;
let set: FactorSetDto;
let folder: string;
beforeAll(async () => {
  const databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  const key = withKey(await createKey(databaseUrl, 'factors:publish'));
  set = (await service.post<FactorSetDto>('/v1/factor-sets', { version: '2026.11' }, key)).body;
  folder = await mkdtemp(join(tmpdir(), 'wattfactor-test-export-'));
  afterSuite(() => rm(folder, { recursive: true, force: true }));
});

const fileOf = async (table: string, format: string): Promise<Response> => {
  const path = `/v1/factor-sets/2026.11/export?table=${table}&format=${format}`;
  const reply = await fetch(`${service.url}${path}`);
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-disposition')).toBe(
    `attachment; filename="wattfactor-2026.11-${table}.${format}"`,
  );
  return reply;
};

const dictionary = async (): Promise<DataDictionaryDto> =>
  (await service.get<DataDictionaryDto>('/v1/factor-sets/2026.11/dictionary')).body;

async function tableOf(name: string): Promise<TableDto> {
  const table = (await dictionary()).tables.find((candidate) => candidate.table === name);
  if (!table) throw new Error(`the dictionary has no table ${name}`);
  return table;
}

const jsonRows = async (table: string): Promise<Row[]> =>
  (await (await fileOf(table, 'json')).json()) as Row[];

/** Reads a Parquet file with DuckDB, in the order of the file. */
async function parquet(table: string, select: string): Promise<Row[]> {
  const path = join(folder, `${table}.parquet`);
  await writeFile(path, Buffer.from(await (await fileOf(table, 'parquet')).arrayBuffer()));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(select.replace('FILE', `'${path}'`));
    return reader.getRowObjectsJS() as Row[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const CSV_VALUE: Record<string, (text: string) => Value> = {
  text: (text) => text,
  'text-list': (text) => (text === '' ? [] : text.split(';')),
  double: Number,
  integer: Number,
  boolean: (text) => text === 'true',
};

it('has a data dictionary: every column with type, unit and meaning, and the hash that it belongs to', async () => {
  const { tables, ...about } = await dictionary();
  expect(about).toEqual({
    factorSet: '2026.11',
    factorSetHash: set.hash,
    method: set.method,
    dataVersion: set.dataVersion,
  });
  expect(tables.map(({ table, rows }) => [table, rows])).toEqual([
    ['factors', set.counts.factors],
    ['grid', set.counts.gridIntensities],
    ['cloud-regions', set.counts.cloudRegions],
    ['providers', expect.any(Number)],
  ]);
  for (const { columns } of tables) {
    expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
    for (const column of columns) {
      expect(column.description).toMatch(/\S/);
      if (/_(wh|g_per_kwh|l_per_kwh)(_|$)/.test(column.name)) expect(column.unit).toMatch(/Wh|gCO2e|L/);
    }
  }
});

it.each(TABLES)('%s hold in CSV what they hold in JSON, value by value', async (name) => {
  const { columns, rows } = await tableOf(name);
  const text = await (await fileOf(name, 'csv')).text();
  expect(text.split('\r\n')[0]).toBe(columns.map((column) => column.name).join(','));
  expect(text.replaceAll('\r\n', '')).not.toContain('\r');
  const records = parse(text, { columns: true }) as Record<string, string>[];
  const typed = records.map((record) =>
    Object.fromEntries(
      columns.map(({ name: column, type }) => {
        const cell = record[column] ?? '';
        return [column, cell === '' && type !== 'text-list' ? null : CSV_VALUE[type]?.(cell)];
      }),
    ),
  );
  expect(typed).toHaveLength(rows);
  expect(typed).toEqual(await jsonRows(name));
});

it.each(TABLES)(
  '%s hold in Parquet what they hold in JSON, bit for bit and in the same order',
  async (name) => {
    const stored = await parquet(name, 'SELECT * FROM FILE');
    const json = await jsonRows(name);
    expect(stored).toHaveLength(json.length);
    stored.forEach((row, index) => {
      for (const [column, value] of Object.entries(json[index] ?? {})) {
        // toBe is Object.is: two doubles are the same only in every bit
        if (Array.isArray(value)) expect(row[column]).toEqual(value);
        else expect(row[column]).toBe(value);
      }
    });
  },
);

it('types the Parquet columns as the dictionary says, and names the set in the file', async () => {
  const types: Record<string, string> = {
    text: 'VARCHAR',
    'text-list': 'VARCHAR[]',
    double: 'DOUBLE',
    integer: 'INTEGER',
    boolean: 'BOOLEAN',
  };
  const described = await parquet('factors', 'DESCRIBE SELECT * FROM FILE');
  const { columns } = await tableOf('factors');
  expect(described.map((row) => [row['column_name'], row['column_type']])).toEqual(
    columns.map(({ name, type }) => [name, types[type]]),
  );
  const metadata = await parquet(
    'factors',
    'SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(FILE)',
  );
  expect(Object.fromEntries(metadata.map((row) => [row['key'], row['value']]))).toMatchObject({
    factor_set: '2026.11',
    factor_set_hash: set.hash,
    method: set.method,
  });
});

it('exports every factor that the set serves, with its figures', async () => {
  const rows = new Map((await jsonRows('factors')).map((row) => [row['id'], row]));
  const { items } = await walk<FactorDto>(service, '/v1/factors?factorSet=2026.11', 500);
  expect(items).toHaveLength(rows.size);
  for (const { id, task, model, level, n, energyWhPerUnit, secondsPerUnit, flags } of items) {
    expect(rows.get(id)).toMatchObject({
      task,
      model,
      level,
      ...n,
      flags,
      energy_wh_per_unit_mean: energyWhPerUnit.mean,
      energy_wh_per_unit_sd: energyWhPerUnit.sd,
      energy_wh_per_unit_p5: energyWhPerUnit.p5,
      energy_wh_per_unit_p95: energyWhPerUnit.p95,
      ln_energy_sigma: energyWhPerUnit.sigma,
      seconds_per_unit: secondsPerUnit,
    });
  }
});

it('gives the same bytes every time, also to many at once, and leaves no file behind', async () => {
  const bytes = async (format: string) =>
    Buffer.from(await (await fileOf('factors', format)).arrayBuffer()).toString('base64');
  for (const format of ['csv', 'json', 'parquet']) {
    expect(new Set(await Promise.all([1, 2, 3, 4].map(() => bytes(format)))).size).toBe(1);
  }
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('wattfactor-export-'))).toEqual([]);
});

it('survives clients that go away in the middle', async () => {
  for (const format of ['csv', 'json', 'parquet']) {
    await new Promise<void>((resolve, reject) => {
      const outgoing = get(`${service.url}/v1/factor-sets/2026.11/export?format=${format}`, { agent: false });
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        incoming.once('data', () => incoming.destroy());
        incoming.on('close', resolve).on('error', () => undefined);
      });
    });
  }
  expect((await service.get('/healthz')).status).toBe(200);
});

it.each([
  ['/v1/factor-sets/2026.11/export?format=xlsx', 422, 'format'],
  ['/v1/factor-sets/2026.11/export?table=runs', 422, 'table'],
  ['/v1/factor-sets/nowhere/export', 404, 'version'],
  ['/v1/factor-sets/nowhere/dictionary', 404, 'version'],
])('refuses %s', async (path, status, field) => {
  const body = problem(await service.get(path));
  expect([body.status, [...new Set(fieldsOf(body))]]).toEqual([status, [field]]);
});

it('exports the live factors too', async () => {
  const reply = await fetch(`${service.url}/v1/factor-sets/latest/export?format=json&table=grid`);
  expect(await reply.json()).toEqual(await jsonRows('grid'));
});
