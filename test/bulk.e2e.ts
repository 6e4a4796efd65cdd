import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { afterSuite } from './support/cleanup.js';
import { problem } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';
import { bulkClient, ndjson, near, random } from './support/usage.js';
import type { Usage } from './support/usage.js';
import type { BulkSummaryDto } from '../src/modules/estimate/bulk/bulk.dto.js';
import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';

let service: Service;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattfactor-test-usage-'));
  afterSuite(() => rm(folder, { recursive: true, force: true }));
  service = await startService({ env: { TMPDIR: folder } });
});

afterEach(async () => {
  expect(readdirSync(folder).filter((name) => name.startsWith('wattfactor-bulk-'))).toEqual([]);
  expect((await service.get('/healthz')).status).toBe(200);
});

const { post, refused, rowsOf } = bulkClient(() => service);

function someUsage(count: number): Usage[] {
  const pick = random(20_261_122);
  return Array.from({ length: count }, (_, index) => ({
    label: `row ${index}`,
    task: pick(['text-generation', 'Summarization', 'image-generation', 'token-classification']),
    model: pick([null, null, 'bigscience/bloom-560m', 'nobody/nothing']),
    ...pick<Usage>([
      { zone: 'USA' },
      { zone: 'se' },
      { zone: 'France' },
      { cloudRegion: 'aws/us-west-2' },
      {},
      { zone: 'Atlantis' },
    ]),
    inferences: pick([1, 0.5, 12_345, 1e15, 7e6]),
    pue: pick([null, 1, 1.1, 1.58, 5]),
  }));
}

it('answers each row as POST /v1/estimates answers its workload, to 1e-9, errors included', async () => {
  const usage = someUsage(150);
  const rows = await rowsOf(ndjson(usage));
  expect(rows.map(({ row, label }) => [Number(row), label])).toEqual(
    usage.map(({ label }, i) => [i + 1, label]),
  );
  let [right, wrong] = [0, 0];
  for (const [index, { inferences, ...names }] of usage.entries()) {
    const given = Object.fromEntries(Object.entries(names).filter(([, value]) => value !== null));
    const workloads = [{ ...given, inferencesPerDay: inferences }];
    const single = await service.post<EstimateDto>('/v1/estimates', { workloads });
    const row = rows[index];
    if (single.status !== 200) {
      const [fault] = problem(single as Parameters<typeof problem>[0]).errors;
      expect(row?.error).toMatchObject({
        code: fault?.code,
        field: fault?.field.replace('workloads.0.', ''),
      });
      expect([row?.energyKwh, row?.factorId]).toEqual([null, null]);
      wrong++;
      continue;
    }
    const { perDay, workloads: used } = single.body;
    expect([row?.error, row?.factorId, row?.level, row?.zone]).toEqual([
      null,
      used[0]?.factor?.id,
      used[0]?.level,
      used[0]?.zone?.zone,
    ]);
    for (const point of ['mean', 'p5', 'p50', 'p95'] as const) {
      near(row?.energyKwh?.[point], perDay.energyKwh[point]);
      near(row?.emissionsKgCo2e?.[point], perDay.emissionsKgCo2e[point]);
    }
    right++;
  }
  expect(Math.min(right, wrong)).toBeGreaterThan(20);
});

it('sums by any column as an estimate of all workloads does, intervals included', async () => {
  const usage = someUsage(60).map((row, index): Usage => ({
    ...row,
    model: null,
    team: `team ${index % 3}`,
  }));
  const right = usage.filter((row) => row['zone'] !== 'Atlantis');
  const workloads = right.map(({ inferences, team: _team, ...names }) => ({
    ...Object.fromEntries(Object.entries(names).filter(([, value]) => value !== null)),
    inferencesPerDay: inferences,
  }));
  const { perDay } = (await service.post<EstimateDto>('/v1/estimates', { workloads })).body;
  const summary = (await (await post(ndjson(usage), '?summaryBy=team')).json()) as BulkSummaryDto;
  expect(summary.total).toMatchObject({ rows: 60, failed: 60 - right.length });
  expect(summary.groups.map(({ value, rows }) => [value, rows])).toEqual([
    ['team 0', 20],
    ['team 1', 20],
    ['team 2', 20],
  ]);
  expect(summary.errors).toHaveLength(60 - right.length);
  expect(summary.errors[0]).toMatchObject({ field: 'zone', code: 'UNKNOWN_ZONE' });
  for (const point of ['mean', 'p5', 'p50', 'p95'] as const) {
    near(summary.total.energyKwh[point], perDay.energyKwh[point]);
    near(summary.total.emissionsKgCo2e[point], perDay.emissionsKgCo2e[point]);
  }
  near(
    summary.groups.reduce((sum, group) => sum + group.emissionsKgCo2e.mean, 0),
    perDay.emissionsKgCo2e.mean,
  );
});

it('reads CSV with BOM, CRLF, quotes, gaps and wrong cells, and spoils no other row', async () => {
  const lines = [
    '\ufeffLabel,TASK,Zone,"Volume",pue,date',
    '"a ""b"",\r\nc",text-generation,USA,1000,1,2026-11-22',
    'zero,text-generation,USA,0,1,',
    'negative,text-generation,USA,-1,1,',
    'huge,text-generation,USA,1e308,1,',
    'nan,text-generation,USA,NaN,1,',
    'over,text-generation,USA,1e16,1,',
    'text,text-generation,USA,many,1,',
    'none,text-generation,USA,,1,',
    'pue,text-generation,USA,1,0.5,',
    'zone,text-generation,Atlantis,1,1,',
    'task,,USA,1,1,',
    'date,text-generation,USA,1,1,soon',
    'short,text-generation',
    'long,text-generation,USA,1,1,2026-01-01,x,y',
    'last,text-generation,USA,2000,1,',
  ];
  const reply = await post(lines.join('\r\n'));
  expect(reply.headers.get('content-type')).toMatch(/^text\/csv/);
  const rows = parse(await reply.text(), { columns: true }) as Record<string, string>[];
  expect(rows.map((row) => [row['row'], row['label'], row['errorField'], row['errorCode']])).toEqual([
    ['1', 'a "b",\r\nc', '', ''],
    ['2', 'zero', 'inferences', 'OUT_OF_RANGE'],
    ['3', 'negative', 'inferences', 'OUT_OF_RANGE'],
    ['4', 'huge', 'inferences', 'OUT_OF_RANGE'],
    ['5', 'nan', 'inferences', 'OUT_OF_RANGE'],
    ['6', 'over', 'inferences', 'OUT_OF_RANGE'],
    ['7', 'text', 'inferences', 'OUT_OF_RANGE'],
    ['8', 'none', 'inferences', 'VOLUME_MISSING'],
    ['9', 'pue', 'pue', 'OUT_OF_RANGE'],
    ['10', 'zone', 'zone', 'UNKNOWN_ZONE'],
    ['11', 'task', 'task', 'VALIDATION_FAILED'],
    ['12', 'date', 'date', 'VALIDATION_FAILED'],
    ['13', 'short', 'inferences', 'VOLUME_MISSING'],
    ['14', 'long', 'row', 'ROW_UNREADABLE'],
    ['15', 'last', '', ''],
  ]);
  near(Number(rows[14]?.['energyKwhMean']), 2 * Number(rows[0]?.['energyKwhMean']));
  expect(Number(rows[0]?.['energyKwhMean'])).toBeCloseTo(0.0469, 4);
});

describe('Parquet', () => {
  const written = async (): Promise<string> => {
    const path = join(folder, 'usage.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT 'text-generation' AS task, 'SWE' AS zone, i AS inferences FROM range(0, 20000) t(i)) TO '${path}'`,
    );
    connection.closeSync();
    instance.closeSync();
    return path;
  };

  it('comes back as Parquet, or as NDJSON where that is asked for', async () => {
    const body = await readFile(await written());
    const bytes = Buffer.from(await (await post(body)).arrayBuffer());
    expect(bytes.subarray(0, 4).toString()).toBe('PAR1');
    const rows = await rowsOf(body, '?format=ndjson');
    expect(rows).toHaveLength(20_000);
    expect(rows[0]?.error?.code).toBe('OUT_OF_RANGE');
    expect(rows[19_999]?.inferences).toBe(19_999);
  });

  it('is refused where it is cut short', async () => {
    const body = await readFile(await written());
    expect(await refused(body.subarray(0, body.length - 100))).toMatchObject({
      status: 422,
      code: 'FILE_UNREADABLE',
    });
  });
});
