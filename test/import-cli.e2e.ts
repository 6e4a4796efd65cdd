import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterSuite } from './support/cleanup.js';
import { createDatabase, query } from './support/database.js';
import { rows, statisticsOf } from './support/imports.js';
import { createKey } from './support/keys.js';
import { root, startService } from './support/service.js';
import type { Service } from './support/service.js';

let databaseUrl: string;
let service: Service;
let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  folder = await mkdtemp(join(tmpdir(), 'wattfactor-import-cli-'));
  afterSuite(() => rm(folder, { recursive: true, force: true }));
  env = {
    WATTFACTOR_URL: service.url,
    WATTFACTOR_KEY: await createKey(databaseUrl, 'runs:write', 'runs:publish'),
  };
});

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const cli = (parameters: readonly string[], own = env): Promise<Run> =>
  new Promise((resolve) => {
    const main = join(root, 'dist', 'src', 'cli', 'main.js');
    const { WATTFACTOR_URL: _url, WATTFACTOR_KEY: _key, ...inherited } = process.env;
    execFile(
      process.execPath,
      [main, 'import', ...parameters],
      { env: { ...inherited, ...own } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const about = (source: string): string[] => [
  '--set',
  `source=${source}`,
  'task=text-classification',
  'model=example/model',
  'inferences=1000',
];

it('brings files one after another, plain or gzip, says the counts and ends with 0', async () => {
  const first = await file('first.csv', rows(3));
  const second = await file('second.csv.gz', gzipSync(rows(5)));
  const { code, stdout } = await cli([first, second, ...about('cli')]);
  expect(code).toBe(0);
  const lines = stdout.trim().split('\n');
  expect(lines[0]).toContain(`${first}: 3 accepted, 0 duplicates, 0 rejected; 2 factors changed`);
  expect(lines[1]).toContain(`${second}: 2 accepted, 3 duplicates, 0 rejected; 2 factors changed`);
  expect(lines[1]).toMatch(/\(http:\/\/\S+\/v1\/imports\/[0-9a-f-]{36}\)$/);
  expect(await statisticsOf(databaseUrl, 'cli')).toMatchObject([{ runs: 5 }]);
});

it('writes rejected rows to a file and ends with 1, the good rows brought all the same', async () => {
  const bad = (index: number): Record<string, string> => (index % 2 === 1 ? { energy_consumed: '-1' } : {});
  const path = await file('mixed.csv', rows(1_300, bad));
  const out = join(folder, 'rejected.ndjson');
  const { code, stdout, stderr } = await cli([path, ...about('cli-mixed'), '--rejected', out]);
  expect([code, stdout]).toEqual([1, expect.stringContaining('650 accepted, 0 duplicates, 650 rejected')]);
  expect(stderr).toMatch(/row 2: OUT_OF_RANGE: .*\n(.*\n)+ {2}and 645 more/);
  const rejected = (await readFile(out, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { file: string; row: number; code: string; field: string });
  expect(rejected).toHaveLength(650);
  expect(rejected[0]).toMatchObject({
    ...{ file: path, row: 2, code: 'OUT_OF_RANGE', field: 'energy_consumed' },
  });
  expect(rejected.at(-1)?.row).toBe(1_300);
});

it('goes on with the other files where one cannot be read, and ends with 1', async () => {
  const nonsense = await file('nonsense.txt', 'hello\n');
  const good = await file('good.csv', rows(1));
  const { code, stdout, stderr } = await cli([
    nonsense,
    join(folder, 'absent.csv'),
    good,
    ...about('cli-on'),
  ]);
  expect(code).toBe(1);
  expect(stderr).toContain(`${nonsense}: `);
  expect(stderr).toContain('absent.csv');
  expect(stdout).toContain(`${good}: 1 accepted`);
});

it('stores nothing in a dry run', async () => {
  const path = await file('dry.csv', rows(2));
  expect((await cli([path, ...about('cli-dry'), '--dry-run'])).stdout).toContain('2 accepted');
  expect(await query(databaseUrl, `SELECT 1 FROM run WHERE source_id = 'cli-dry'`)).toEqual([]);
});

it.each([
  ['no key', [], {}, /--key, or WATTFACTOR_KEY/],
  ['a setting without a value', ['--set', 'task'], undefined, /--set takes name=value/],
  ['a key that is none', ['--key', 'wf_nonsense'], undefined, /API key/],
  [
    'a service that is not there',
    ['--url', 'http://127.0.0.1:9'],
    undefined,
    /the service at http:\/\/127\.0\.0\.1:9 does not answer/,
  ],
])('says what is wrong with %s, and ends with 1', async (_what, parameters, own, message) => {
  const path = await file('one.csv', rows(1));
  const { code, stderr } = await cli([path, ...parameters], own);
  expect([code, stderr]).toEqual([1, expect.stringMatching(message)]);
});
