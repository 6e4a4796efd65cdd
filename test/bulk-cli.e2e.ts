import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterSuite } from './support/cleanup.js';
import { addRuns, draftLike } from './support/drafts.js';
import { MODEL, Publishing } from './support/publishing.js';
import { root } from './support/service.js';
import { bulkClient } from './support/usage.js';
import type { BulkSummaryDto } from '../src/modules/estimate/bulk/bulk.dto.js';

const USAGE = Buffer.from(
  [
    'task,model,zone,inferences,team',
    `text-generation,${MODEL},USA,1000,é`,
    'summarization,,SWE,5,b',
    'summarization,,Atlantis,5,b',
  ].join('\n'),
);

let publishing: Publishing;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattfactor-test-cli-'));
  afterSuite(() => rm(folder, { recursive: true, force: true }));
  publishing = await Publishing.start();
});

const { post } = bulkClient(() => publishing.service);

async function cli(content: Buffer, ...parameters: string[]): Promise<string> {
  const path = join(folder, 'usage');
  await writeFile(path, content);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, 'dist', 'src', 'cli', 'main.js'), 'estimate', path, ...parameters],
    { env: { ...process.env, DATABASE_URL: publishing.databaseUrl } },
  );
  return stdout;
}

it('prints the rows that the service answers, of a plain file and of a packed one', async () => {
  const expected = await (await post(USAGE)).text();
  expect(expected.trim().split('\n')).toHaveLength(4);
  expect(await cli(USAGE)).toBe(expected);
  expect(await cli(gzipSync(USAGE))).toBe(expected);
});

it('takes bytes that are no UTF-8 as a wrong cell, and writes to a file', async () => {
  const broken = Buffer.concat([
    USAGE,
    Buffer.from('\nsummarization,,'),
    Buffer.from([0xff]),
    Buffer.from(',1,b\n'),
  ]);
  const output = join(folder, 'out.ndjson');
  expect(await cli(broken, '--format', 'ndjson', '--output', output)).toBe('');
  const rows = (await readFile(output, 'utf8')).trim().split('\n');
  expect(
    rows.map((row) => (JSON.parse(row) as { error: { code: string } | null }).error?.code ?? null),
  ).toEqual([null, null, 'UNKNOWN_ZONE', 'UNKNOWN_ZONE']);
});

it('computes from a factor set that is pinned whatever was measured since, and from the latest otherwise', async () => {
  await publishing.publish('2026.10');
  const summary = async (...pinned: string[]) =>
    JSON.parse(await cli(USAGE, '--summary-by', 'team', ...pinned)) as BulkSummaryDto;
  const before = await summary('--factor-set', '2026.10');
  expect(before.groups.map(({ value, rows, failed }) => [value, rows, failed])).toEqual([
    ['b', 2, 1],
    ['é', 1, 0],
  ]);
  const draft = await draftLike(publishing.databaseUrl, MODEL, 'text-generation');
  await addRuns(publishing.databaseUrl, [{ ...draft, externalId: 'one-more' }]);
  expect(await summary('--factor-set', '2026.10')).toEqual(before);
  expect((await summary()).total.energyKwh).not.toEqual(before.total.energyKwh);
  const reply = await post(USAGE, '?summaryBy=team&factorSet=2026.10');
  expect(await reply.json()).toEqual(before);
});
