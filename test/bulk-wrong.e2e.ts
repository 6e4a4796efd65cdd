import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterSuite } from './support/cleanup.js';
import { fieldsOf } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';
import { bulkClient, random } from './support/usage.js';
import type { BulkSummaryDto } from '../src/modules/estimate/bulk/bulk.dto.js';

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

const { post, refused, rowsOf } = bulkClient(() => service);

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
