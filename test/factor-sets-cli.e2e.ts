import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterSuite } from './support/cleanup.js';
import { createDatabase } from './support/database.js';
import { addRuns, draftLike } from './support/drafts.js';
import { root, startService } from './support/service.js';
import type { Service } from './support/service.js';
import type { FactorSetDto } from '../src/modules/factors/factor-set/factor-set.dto.js';

let databaseUrl: string;
let service: Service;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
});

const cli = async (...parameters: string[]) =>
  promisify(execFile)(
    process.execPath,
    [join(root, 'dist', 'src', 'cli', 'main.js'), 'factor-sets', ...parameters],
    { env: { ...process.env, DATABASE_URL: databaseUrl }, maxBuffer: 64e6 },
  );

it('publishes, and says where the content has another label', async () => {
  const { stdout } = await cli('publish', '2026.10', '--notes', 'by hand');
  const { body: set } = await service.get<FactorSetDto>('/v1/factor-sets/2026.10');
  expect(set.notes).toBe('by hand');
  const { publishedAt, method, counts, hash } = set;
  expect(stdout.trim().split('\t')).toEqual([
    '2026.10',
    publishedAt,
    `method ${method}`,
    `${counts.factors} factors`,
    hash,
  ]);
  expect((await cli('publish', '2026.10-copy')).stderr).toContain('the same content as 2026.10');
});

it('lists the newest first', async () => {
  const lines = (await cli('list')).stdout.trim().split('\n');
  expect(lines.map((line) => line.split('\t')[0])).toEqual(['2026.10-copy', '2026.10']);
});

it('shows what moved', async () => {
  const draft = await draftLike(databaseUrl, 'bigscience/bloom-560m', 'text-generation');
  await addRuns(databaseUrl, [{ ...draft, externalId: 'one-more' }]);
  const { stdout, stderr } = await cli('diff', '2026.10', '--table', 'factors', '--limit', '2');
  expect(stderr).toMatch(/^factors: [1-9]\d* moved, 0 added, 0 removed, [1-9]\d* unchanged$/m);
  expect(stdout.trim().split('\n')).toHaveLength(2);
  expect(stdout).toMatch(/^factors\tmoved\t-?[\d.e-]+ %\t[0-9a-f-]{36}\ttext-generation /m);
});

it('exports the file that the service sends, to a file or to standard output', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wattfactor-test-cli-'));
  afterSuite(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'factors.parquet');
  await cli('export', '2026.10', '--format', 'parquet', '--output', path);
  const reply = await fetch(`${service.url}/v1/factor-sets/2026.10/export?format=parquet`);
  expect((await readFile(path)).equals(Buffer.from(await reply.arrayBuffer()))).toBe(true);
  const { stdout } = await cli('export', '2026.10', '--table', 'grid');
  expect(stdout).toBe((await service.get('/v1/factor-sets/2026.10/export?table=grid')).text);
});

it.each([
  [['publish', 'latest'], /version must start with/],
  [['diff', 'nowhere'], /"nowhere" is not known/],
  [['diff', 'a', '--limit', '0'], /whole number from 1/],
  [['export', 'x', '--format', 'xlsx'], /csv, json, parquet/],
])('refuses %j and says why', async (parameters, message) => {
  await expect(cli(...parameters)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(message) as string,
  });
});
