import { exec } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { benchCli } from './support/benchmark/cli.js';
import { fakeEndpoint, gate, slowly, status } from './support/benchmark/endpoint.js';
import { afterSuite } from './support/cleanup.js';
import { createDatabase, query } from './support/database.js';
import { createKey } from './support/keys.js';
import { root, startService } from './support/service.js';
import type { Service } from './support/service.js';

jest.setTimeout(120_000);

let service: Service;
let key: string;
let reader: string;
let databaseUrl: string;
let endpoint: Awaited<ReturnType<typeof fakeEndpoint>>;
const folder = mkdtempSync(join(tmpdir(), 'wattfactor-bench-'));
beforeAll(async () => {
  afterSuite(() => rm(folder, { recursive: true }));
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  key = await createKey(databaseUrl, 'runs:write', 'runs:publish');
  reader = await createKey(databaseUrl);
  endpoint = await fakeEndpoint({
    broken: status(400, 'out of order'),
    // serves the loading, a warm-up, a repetition and a little more
    tires: (response, asked) => (asked <= 24 ? slowly(0) : status(400, 'tired'))(response, asked),
  });
});

const { start, bench } = benchCli(folder);
const benchWith = (env: Readonly<Record<string, string>>) => benchCli(folder, env).bench;

// two short repetitions may lie far apart, which is not what is tested
const SHORT = '--max-repetitions 2 --repetition-seconds 0 --target 100'.split(' ');
const MAILS = ['--task', 'text-classification', '-n', '50', ...SHORT];
// memory is a matter of time alone, so that even the shortest repetition has its joules
const METERED = ['--meter', 'cpu-tdp-model', 'ram-model', '--idle', '1'];
const BLIND = ['--meter', 'cpu-tdp-model'];
const served = (model: string): string[] => [
  ...['--task', 'text-generation', '--executor', 'endpoint', '--endpoint', endpoint.url],
  ...['--model', model, '-n', '10', '--meter', 'ram-model', '--idle', '0', ...SHORT],
];

it('prints the result beside the study’s, and tells each stage where there is no terminal', async () => {
  const { code, stdout, stderr } = await bench(...MAILS, ...METERED);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^converged \(2 repetitions\)$/m);
  expect(stdout).toMatch(/^gross {2}[\d.e-]+ kWh per 1,000 inferences ± [\d.]+ %$/m);
  expect(stdout).toMatch(/^net {4}-?[\d.e-]+ kWh per 1,000 inferences$/m);
  // Luccioni et al. 2024, table 2: text classification, 0.0023 kWh per 1,000 inferences
  expect(stdout).toMatch(/^study {2}0\.0022\d+ kWh per 1,000 inferences \(Luccioni/m);
  const stages = stderr.trim().split('\n');
  expect(stages.map((line) => line.replace(/ {2}.*/, ''))).toEqual([
    ...['loading', 'idle-before', 'warm-up', 'repetition 1', 'repetition 2', 'idle-after'],
  ]);
  expect(stages[3]).toMatch(/ {2}\d+ inferences {2}\d+ inferences\/s/);
  expect(stages.at(-1)).toMatch(/ {2}[\d.]+ J so far {2}± [\d.]+ %$/);
  expect(stderr).not.toContain('\u001b');
});

it('submits the runs to a service, once, where they carry the figures that were printed', async () => {
  const out = join(folder, 'runs.json');
  const submit = ['--submit', '--url', service.url, '--key', key, '--out', out];
  const { code, stdout, stderr } = await bench(...MAILS, ...METERED, ...submit);
  expect({ code, stderr: stderr.includes('wattfactor:') }).toEqual({ code: 0, stderr: false });
  expect(stdout).toMatch(/^submitted: 2 accepted, 0 there already, 0 quarantined$/m);
  const [, printed] = /^gross {2}([\d.e-]+) kWh/m.exec(stdout) ?? [];
  const stored = await query<{ wh: number; status: string; measured: boolean }>(
    databaseUrl,
    `SELECT avg(phase.energy_per_unit_j) / 3600 AS wh, run.status, run.measured
     FROM run JOIN run_phase AS phase ON phase.run_id = run.id AND phase.phase = 'query'
     WHERE run.source_id = 'wattfactor-bench' GROUP BY run.status, run.measured`,
  );
  expect(stored).toHaveLength(1);
  expect(stored[0]).toMatchObject({ status: 'published', measured: false });
  // Wh per inference and kWh per 1,000 are the same number
  expect(Number(stored[0]?.wh) / Number(printed)).toBeCloseTo(1, 3);
  const again = await service.post<{ duplicates: number }>('/v1/runs', readFileSync(out, 'utf8'), {
    authorization: `Bearer ${key}`,
  });
  expect(again.body).toMatchObject({ accepted: 0, duplicates: 2 });
});

it('takes the service and the key from the environment', async () => {
  const told = benchWith({ WATTFACTOR_URL: service.url, WATTFACTOR_KEY: key });
  const { code, stdout } = await told(...served('well'), '--submit');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^submitted: 2 accepted, /m);
});

it('submits runs on random weights too, which stay drafts whatever the key may do', async () => {
  const submit = ['--synthetic', '--submit', '--url', service.url, '--key', key];
  const { code, stdout } = await bench(...served('well'), ...submit);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^submitted: 2 accepted, /m);
  const stored = await query(
    databaseUrl,
    `SELECT DISTINCT model_id, status FROM run WHERE 'synthetic-weights' = ANY(qc_flags)`,
  );
  expect(stored).toEqual([{ model_id: 'synthetic/well', status: 'draft' }]);
});

const CANNOT_BE_DELIVERED: [string, () => string[], RegExp][] = [
  [
    'a key is missing',
    () => ['--submit', '--url', service.url],
    /API key is needed: --key, or WATTFACTOR_KEY/,
  ],
  ['a key is empty', () => ['--submit', '--url', service.url, '--key', ''], /API key is needed: --key/],
  ['a key is wrong', () => ['--submit', '--url', service.url, '--key', 'wf_no_key'], /answered 401: /],
  [
    'a key lacks the scope',
    () => ['--submit', '--url', service.url, '--key', reader],
    /answered 403: .*runs:write/,
  ],
  [
    'nobody listens',
    () => ['--submit', '--url', 'http://127.0.0.1:1', '--key', 'k'],
    /service at \S+ does not answer .*--url/,
  ],
  [
    'another server answers',
    () => ['--submit', '--url', endpoint.url, '--key', 'k'],
    /submitted: .* answered /,
  ],
  ['the folder is not there', () => ['--out', join('nowhere', 'runs.json')], /ENOENT.*--out takes another/],
  ['the file is a folder', () => ['--out', '.'], /\. cannot be written \(it is a folder\)/],
];

it.each(CANNOT_BE_DELIVERED)(
  'ends with 1 before the model is asked anything where %s',
  async (_name, parameters, reason) => {
    const asked = endpoint.asked('well');
    const { code, stdout, stderr } = await bench(...served('well'), ...parameters());
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(reason);
    expect(endpoint.asked('well')).toBe(asked);
  },
);

it('leaves no file behind where it ends before it has measured, and a file that is there as it is', async () => {
  const wrong = ['--submit', '--url', service.url, '--key', 'wf_no_key', '--out'];
  const [absent, present] = [join(folder, 'absent.json'), join(folder, 'present.json')];
  writeFileSync(present, 'before');
  for (const path of [absent, present]) expect((await bench(...served('well'), ...wrong, path)).code).toBe(1);
  expect(existsSync(absent)).toBe(false);
  expect(readFileSync(present, 'utf8')).toBe('before');
});

/** What the printed command says, run as it stands but for the key. */
async function runPrinted(stderr: string): Promise<string> {
  const [, command = ''] = /this sends them:\n {2}npx wattfactor (.*)$/m.exec(stderr) ?? [];
  const main = join(root, 'dist', 'src', 'cli', 'main.js');
  const line = `'${process.execPath}' '${main}' ${command.replace('wf_…', key)}`;
  return (await promisify(exec)(line, { cwd: folder })).stdout;
}

it.each([
  [
    'the current folder',
    'revoked/a',
    [],
    /^the runs are kept in wattfactor-bench-[0-9a-f-]{36}\.json; this sends them:$/m,
  ],
  [
    'the file that was asked for',
    'revoked/b',
    ['--out', 'as asked.json'],
    /^the runs are kept in as asked\.json; this/m,
  ],
])('keeps runs that the service no longer takes in %s', async (_where, name, out, words) => {
  const revoked = await createKey(databaseUrl, 'runs:write');
  endpoint.behaviours[name] = async (response, asked) => {
    const id = revoked.split('_')[1];
    if (asked === 1) await query(databaseUrl, 'UPDATE api_key SET revoked_at = now() WHERE id = $1', [id]);
    return slowly(0)(response, asked);
  };
  const submit = ['--submit', '--url', service.url, '--key', revoked];
  const { code, stdout, stderr } = await bench(...served(name), ...submit, ...out);
  expect({ code, stdout }).toEqual({ code: 5, stdout: expect.stringMatching(/^gross /m) });
  expect(stderr).toMatch(/not submitted: .* answered 401: /);
  expect(stderr).toMatch(words);
  expect(await runPrinted(stderr)).toMatch(/: 2 accepted, 0 duplicates, 0 rejected/);
});

// Linux's own full disk
(existsSync('/dev/full') ? it : it.skip)(
  'keeps runs in the current folder where the file takes them no more',
  async () => {
    const { code, stdout, stderr } = await bench(...served('well'), '--out', '/dev/full');
    expect({ code, stdout }).toEqual({ code: 5, stdout: expect.stringMatching(/^gross /m) });
    const [, kept = ''] = /not written: ENOSPC.*\nthe runs are kept in (.*)$/m.exec(stderr) ?? [];
    expect(JSON.parse(readFileSync(join(folder, kept), 'utf8'))).toHaveLength(2);
  },
);

it.each([
  ['1', 'no inferences are wanted', () => [...MAILS.slice(0, 2), '-n', '0'], /inferences/],
  ['1', 'the dataset is not there', () => [...MAILS, '--dataset', 'nothing.csv'], /nothing/],
  ['1', 'no executor has a model for the task', () => ['--task', 'summarization'], /--executor/],
  ['1', 'the meter does not exist', () => [...MAILS, '--meter', 'rappl'], /rapl/],
  ['1', 'the meter is not on this machine', () => [...MAILS, '--meter', 'prometheus'], /not available: /],
  ['1', 'the meter does not see the server', () => [...served('well'), ...BLIND], /bench --pid PID/],
  ['4', 'the model does not load', () => served('broken'), /out of order/],
  ['3', 'it fails after a repetition', () => served('tires'), /^partial: .*tired.* \(1 repetitions\)/m],
  ['2', 'the interval stays wide', () => [...served('well'), '--target', '0.000001'], /^not-converged/m],
])('ends with %s where %s', async (code, _name, parameters, words) => {
  const { code: ended, stdout, stderr } = await bench(...parameters());
  expect(`${stdout}${stderr}`).toMatch(words);
  expect(String(ended)).toBe(code);
  expect(stderr).not.toMatch(/^ {4}at /m);
});

it('ends with 130 where it is interrupted, and prints what it has', async () => {
  const { behaviour, open } = gate((asked) => asked === 25);
  endpoint.behaviours['long'] = behaviour;
  const { ended, interrupt } = start(...served('long'));
  await endpoint.reached('long', 25);
  interrupt();
  const { code, stdout } = await ended;
  open();
  expect(code).toBe(130);
  expect(stdout).toMatch(/^cancelled: .*\(1 repetitions\)/m);
  expect(stdout).toMatch(/^gross /m);
});
