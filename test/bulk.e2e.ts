import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { afterSuite } from './support/cleanup.js';
import { fieldsOf, problem } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';
import type { BulkSummaryDto } from '../src/modules/estimate/bulk/bulk.dto.js';
import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';

interface Interval {
  readonly mean: number;
  readonly p5: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
}

interface Row {
  readonly row: string;
  readonly label: string | null;
  readonly factorId: string | null;
  readonly level: string | null;
  readonly zone: string | null;
  readonly inferences: number | null;
  readonly energyKwh: Interval | null;
  readonly emissionsKgCo2e: Interval | null;
  readonly error: { readonly field: string; readonly code: string; readonly message: string } | null;
}

type Usage = Record<string, string | number | null>;

const LIMIT = 3_000_000;

let service: Service;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattfactor-test-usage-'));
  afterSuite(() => rm(folder, { recursive: true, force: true }));
  service = await startService({ env: { BULK_LIMIT_BYTES: String(LIMIT), TMPDIR: folder } });
});

afterEach(async () => {
  expect(readdirSync(folder).filter((name) => name.startsWith('wattfactor-bulk-'))).toEqual([]);
  expect((await service.get('/healthz')).status).toBe(200);
});

const post = (body: string | Buffer, query = ''): Promise<Response> =>
  fetch(`${service.url}/v1/estimates/bulk${query}`, {
    method: 'POST',
    body: new Uint8Array(Buffer.from(body)),
  });

const refused = async (body: string | Buffer, query = '') => {
  const reply = await post(body, query);
  const text = await reply.text();
  return problem({
    status: reply.status,
    headers: Object.fromEntries(reply.headers),
    text,
    body: JSON.parse(text),
  } as unknown as Parameters<typeof problem>[0]);
};

const ndjson = (rows: readonly Usage[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

async function rowsOf(body: string | Buffer, query = ''): Promise<Row[]> {
  const reply = await post(body, query);
  const text = await reply.text();
  expect([reply.status, text.slice(0, reply.status === 200 ? 0 : 500)]).toEqual([200, '']);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

/** A small generator with a seed, so that a failure can be repeated. */
function random(seed: number): <T>(choices: readonly T[]) => T {
  let state = seed;
  return (choices) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return choices[Math.floor((state / 2 ** 32) * choices.length)] as never;
  };
}

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

const near = (actual: number | null | undefined, expected: number | null | undefined) => {
  if (typeof expected !== 'number') expect(actual ?? null).toBeNull();
  else expect(Math.abs((actual ?? NaN) / expected - 1)).toBeLessThan(1e-9);
};

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

/** Cells that are right and wrong in every way, with the code of the error. */
const CELLS: readonly (readonly [zone: string, pue: string, inferences: string, code: string | null])[] = [
  ['USA', '', '10', null],
  ['SWE', '1', '0.5', null],
  ['IND', '1.5', ' 1e3 ', null],
  ['Atlantis', '', '1', 'UNKNOWN_ZONE'],
  ['USA', '', '0', 'OUT_OF_RANGE'],
  ['USA', '', '', 'VOLUME_MISSING'],
  ['USA', '0.5', '1', 'OUT_OF_RANGE'],
  ['x'.repeat(201), '', '1', 'VALIDATION_FAILED'],
];

it.each(['csv', 'ndjson'])(
  'keeps every row of %s in its place, right and wrong ones mixed',
  async (format) => {
    const pick = random(7);
    const usage = Array.from({ length: 15_000 }, () => pick(CELLS));
    const body =
      format === 'csv'
        ? usage.map(([zone, pue, inferences], i) => `text-generation,${zone},${pue},${inferences},${i}`)
        : usage.map(([zone, pue, inferences], i) =>
            JSON.stringify({ task: 'text-generation', zone, pue: pue || null, inferences, label: String(i) }),
          );
    const header = format === 'csv' ? ['task,zone,pue,inferences,label'] : [];
    const rows = await rowsOf([...header, ...body].join('\n'), '?format=ndjson');
    expect(rows.map(({ row, label, error }) => [Number(row), label, error?.code ?? null])).toEqual(
      usage.map(([, , , code], i) => [i + 1, String(i), code]),
    );
  },
);

it('lists the first wrong rows of a summary in order, whether a cell or a name is wrong', async () => {
  const body = Array.from({ length: 8_000 }, (_, i) => {
    const [zone, pue, inferences] = CELLS[i % CELLS.length] ?? CELLS[0]!;
    const team = `team ${i % 16 < 8 ? 'a' : 'b'}`;
    return JSON.stringify({ task: 'text-generation', zone, pue: pue || null, inferences, team });
  });
  const reply = await post(body.join('\n'), '?summaryBy=team');
  const { total, groups, errors } = (await reply.json()) as BulkSummaryDto;
  expect(total).toMatchObject({ rows: 8_000, failed: 5_000, inferences: 1_010_500 });
  expect(groups.map(({ value, rows, failed }) => [value, rows, failed])).toEqual([
    ['team a', 4_000, 2_500],
    ['team b', 4_000, 2_500],
  ]);
  expect(errors).toHaveLength(1_000);
  expect(errors.slice(0, 6).map(({ row, code }) => [row, code])).toEqual([
    [4, 'UNKNOWN_ZONE'],
    [5, 'OUT_OF_RANGE'],
    [6, 'VOLUME_MISSING'],
    [7, 'OUT_OF_RANGE'],
    [8, 'VALIDATION_FAILED'],
    [12, 'UNKNOWN_ZONE'],
  ]);
});

it('keeps lines of NDJSON that are no objects as errors in their place', async () => {
  const good = JSON.stringify({ task: 'text-generation', zone: 'USA', inferences: 10 });
  const rows = await rowsOf([good, '{"task":', '[1]', good].join('\n'));
  expect(rows.map(({ error }) => error?.code ?? null)).toEqual([
    null,
    'ROW_UNREADABLE',
    'ROW_UNREADABLE',
    null,
  ]);
});

it('names an unknown zone far into a file, in the row that has it', async () => {
  const count = 70_001;
  const line = 'text-generation,USA,1\n';
  const body = `task,zone,inferences\n${line.repeat(count - 1)}text-generation,Atlantis,1\n`;
  const summary = (await (await post(body, '?summaryBy=zone')).json()) as BulkSummaryDto;
  expect(summary.total).toMatchObject({ rows: count, failed: 1, inferences: count - 1 });
  expect(summary.errors).toEqual([
    expect.objectContaining({ row: count, field: 'zone', code: 'UNKNOWN_ZONE' }),
  ]);
  const rows = parse(await (await post(gzipSync(body))).text(), { columns: true }) as Record<
    string,
    string
  >[];
  expect(rows).toHaveLength(count);
  expect(rows.every((row, index) => row['row'] === String(index + 1))).toBe(true);
  expect(rows.filter((row) => row['errorCode'] !== '')).toEqual([rows[count - 1]]);
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

it.each([
  ['a missing column', 'task,zone\na,b\n', '', 422, 'inferences'],
  ['a column twice', 'task,inferences,volume\na,1,1\n', '', 422, 'inferences'],
  ['an empty body', '', '', 422, 'task'],
  [
    'an unknown column to sum by',
    'task,inferences\ntext-generation,1\n',
    '?summaryBy=team',
    422,
    'summaryBy',
  ],
  ['an unknown factor set', 'task,inferences\ntext-generation,1\n', '?factorSet=nowhere', 422, 'factorSet'],
  ['an unknown format', 'task,inferences\ntext-generation,1\n', '?format=xlsx', 422, 'format'],
])('refuses %s, naming it', async (_what, body, query, status, field) => {
  const answer = await refused(body, query);
  expect([answer.status, [...new Set(fieldsOf(answer))]]).toEqual([status, [field]]);
});

it('stops a gzip bomb and a damaged gzip', async () => {
  const bomb = gzipSync(Buffer.alloc(40 * LIMIT, 'task,inferences\n'));
  expect(bomb.length).toBeLessThan(LIMIT);
  expect(await refused(bomb)).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
  const damaged = gzipSync('task,inferences\ntext-generation,1\n'.repeat(1000));
  expect(await refused(damaged.subarray(0, damaged.length - 20))).toMatchObject({
    status: 422,
    code: 'FILE_UNREADABLE',
  });
});

it('takes bytes that are no UTF-8 as a wrong cell', async () => {
  const body = Buffer.concat([
    Buffer.from('task,zone,inferences\ntext-generation,'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from(',1\ntext-generation,SWE,1\n'),
  ]);
  const rows = parse(await (await post(body)).text(), { columns: true }) as Record<string, string>[];
  expect(rows.map((row) => row['errorCode'])).toEqual(['UNKNOWN_ZONE', '']);
});
