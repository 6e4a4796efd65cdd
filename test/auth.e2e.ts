import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createDatabase, query } from './support/database.js';
import { createKey, withKey } from './support/keys.js';
import { mutations, restOperations } from './support/operations.js';
import { problem } from './support/problem.js';
import { newHome } from './support/processes.js';
import { root, startService } from './support/service.js';
import type { GraphqlAnswer, Service } from './support/service.js';

const SCOPES = ['runs:write', 'runs:publish', 'factors:publish', 'benchmarks:run', 'admin'];

/** Needs no key: it computes, and keeps at most a receipt of its own. */
const OPEN = 'open';

/** Every write there is, with the scope that it needs: a new one fails the tests below until it is judged here. */
const OPERATIONS: Record<string, string> = {
  'POST /v1/estimates': OPEN,
  'POST /v1/estimates/bulk': OPEN,
  'POST /v1/estimates/{id}/rerun': OPEN,
  'POST /v1/scenarios': OPEN,
  'POST /v1/break-even': OPEN,
  'POST /v1/runs': 'runs:write',
  'POST /v1/runs/{id}/publish': 'runs:publish',
  'POST /v1/runs/{id}/reject': 'runs:publish',
  'POST /v1/runs/publish': 'runs:publish',
  'POST /v1/runs/reject': 'runs:publish',
  'POST /v1/quarantine/{id}/correct': 'runs:write',
  'POST /v1/quarantine/{id}/release': 'runs:publish',
  'POST /v1/quarantine/{id}/discard': 'runs:publish',
  'POST /v1/imports': 'runs:write',
  'POST /v1/experiments': 'runs:write',
  'POST /codecarbon/runs': 'runs:write',
  'POST /codecarbon/run': 'runs:write',
  'POST /codecarbon/emissions': 'runs:write',
  'POST /codecarbon/emission': 'runs:write',
  'POST /codecarbon/runs/{id}/close': 'runs:write',
  'POST /codecarbon/hook': 'runs:write',
  'POST /v1/factor-sets': 'factors:publish',
  'POST /v1/benchmarks': 'benchmarks:run',
  'POST /v1/benchmarks/{id}/cancel': 'benchmarks:run',
};
const MUTATIONS: Record<string, string> = {
  createEstimate: OPEN,
  rerunEstimate: OPEN,
  submitRuns: 'runs:write',
  publishRun: 'runs:publish',
  rejectRun: 'runs:publish',
  publishRuns: 'runs:publish',
  rejectRuns: 'runs:publish',
  correctQuarantined: 'runs:write',
  releaseQuarantined: 'runs:publish',
  discardQuarantined: 'runs:publish',
  bindExperiment: 'runs:write',
  closeCodecarbonRun: 'runs:write',
  publishFactorSet: 'factors:publish',
  createBenchmark: 'benchmarks:run',
  cancelBenchmark: 'benchmarks:run',
};
/** Reads that show what is not everybody's business. */
const GUARDED_READS: Record<string, string> = { 'GET /v1/audit': 'admin', 'GET /v1/estimates': 'admin' };

let databaseUrl: string;
let service: Service;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
});

const operations = Object.entries({ ...OPERATIONS, ...GUARDED_READS }).filter(([, scope]) => scope !== OPEN);
const guardedMutations = mutations().filter(({ name }) => MUTATIONS[name] !== OPEN);

it('knows every write of the contracts, and every read that needs a key', () => {
  const named = (entries: readonly { name: string; scope: string | undefined }[]) =>
    Object.fromEntries(entries.map(({ name, scope = OPEN }) => [name, scope]));
  const reads = restOperations('get').filter(({ scope }) => scope !== undefined);
  expect(named(restOperations('post', 'put', 'patch', 'delete'))).toEqual(OPERATIONS);
  expect(named(reads)).toEqual(GUARDED_READS);
  expect(named(mutations())).toEqual(MUTATIONS);
  for (const { security } of [...restOperations('post'), ...reads].filter(({ scope }) => scope)) {
    expect(security).toHaveLength(3);
  }
});

const ask = (name: string, key?: string) => {
  const [method = '', path = ''] = name.split(' ');
  const headers = { 'content-type': 'application/json', ...(key && withKey(key)) };
  const body = method === 'GET' ? {} : { body: '{}' };
  return service.request(concrete(path), { method, headers, ...body });
};

it.each(operations)('%s is refused without a key, and names %s', async (name, scope) => {
  const reply = await ask(name);
  const body = problem(reply);
  expect([body.status, body.code]).toEqual([401, 'UNAUTHENTICATED']);
  expect(reply.headers['www-authenticate']).toBe(`Bearer realm="wattfactor", scope="${scope}"`);
  expect(body.detail).toContain(`scope ${scope}`);
});

it.each(operations)('%s is refused with every scope but %s, and not with that one', async (name, scope) => {
  const body = problem(await ask(name, await keyWithAllBut(scope)));
  expect([body.status, body.code]).toEqual([403, 'FORBIDDEN']);
  expect(body.detail).toContain(`needs the scope ${scope}`);
  expect([401, 403]).not.toContain((await ask(name, await createKey(databaseUrl, scope))).status);
});

describe('the mutation', () => {
  const codesOf = async (document: string, key?: string) => {
    const { body } = await service.post<GraphqlAnswer<unknown>>(
      '/graphql',
      { query: document },
      key ? withKey(key) : {},
    );
    return body.errors?.map(({ extensions }) => [extensions.code, extensions.status]) ?? [];
  };

  it.each(guardedMutations)('$name is refused without a key and without its scope', async (mutation) => {
    const { document, scope = '' } = mutation;
    expect(await codesOf(document)).toEqual([['UNAUTHENTICATED', 401]]);
    expect(await codesOf(document, await keyWithAllBut(scope))).toEqual([['FORBIDDEN', 403]]);
    const allowed = (await codesOf(document, await createKey(databaseUrl, scope))).flat();
    expect(allowed).not.toContain('UNAUTHENTICATED');
    expect(allowed).not.toContain('FORBIDDEN');
  });
});

/** `admin` stands for all. */
const keyWithAllBut = (scope: string): Promise<string> =>
  createKey(databaseUrl, ...SCOPES.filter((other) => other !== scope && other !== 'admin'));

it('lets anybody estimate and read, whatever key comes along', async () => {
  const input = { workloads: [{ task: 'summarization', inferencesPerDay: 1000 }] };
  expect((await service.post('/v1/estimates', input)).status).toBe(200);
  expect((await service.post('/v1/estimates', input, withKey('wf_nonsense'))).status).toBe(200);
  expect((await service.get('/v1/tasks', { 'x-api-key': 'nonsense' })).status).toBe(200);
});

describe('the command line', () => {
  const run = async (env: Record<string, string>, ...parameters: string[]) => {
    const main = join(root, 'dist', 'src', 'cli', 'main.js');
    const { DATABASE_URL: _url, WATTFACTOR_HOME: _home, ...inherited } = process.env;
    return promisify(execFile)(process.execPath, [main, ...parameters], { env: { ...inherited, ...env } });
  };

  it('makes a key, shows it once, lists it without its secret, and revokes it at once', async () => {
    const env = { DATABASE_URL: databaseUrl };
    const { stdout } = await run(env, 'keys', 'create', '--name', 'ci', '--scope', 'runs:write', 'admin');
    const key = stdout.trim();
    expect(key).toMatch(/^wf_[0-9a-f]{12}_[0-9a-f]{64}$/);
    const [, id, secret] = key.split('_') as [string, string, string];

    const [row] = await query<{ text: string }>(
      databaseUrl,
      'SELECT k::text AS text FROM api_key k WHERE id = $1',
      [id],
    );
    expect(row?.text).not.toContain(secret);
    const listed = (await run(env, 'keys', 'list')).stdout;
    expect(listed).toMatch(new RegExp(`^${id} +ci +runs:write,admin +\\S+ +never +active$`, 'm'));
    expect(listed).not.toContain(secret);

    expect((await run(env, 'keys', 'revoke', id)).stderr).toContain('is revoked');
    expect((await run(env, 'keys', 'list')).stdout).toMatch(new RegExp(`^${id} .*revoked \\S+$`, 'm'));
    await expect(run(env, 'keys', 'revoke', id)).rejects.toMatchObject({ code: 1 });
  });

  it.each([
    [['--name', 'x'], /--scope/],
    [['--scope', 'admin'], /--name/],
    [['--name', 'x', '--scope', 'root'], /runs:write/],
  ])('refuses keys create %j and says what is missing', async (parameters, message) => {
    const failed = run({ DATABASE_URL: databaseUrl }, 'keys', 'create', ...parameters);
    await expect(failed).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(message) as string });
  });

  it('finds the database of a service that runs, and starts one that does not', async () => {
    const home = await newHome();
    const env = { WATTFACTOR_HOME: home };
    const before = await run(env, 'keys', 'create', '--name', 'early', '--scope', 'runs:write');
    expect(before.stdout).toMatch(/^wf_/);
    const running = await startService({ home });
    // a key is there already, so none is made
    expect(running.output()).not.toMatch(/wf_[0-9a-f]{12}_/);
    expect((await run(env, 'keys', 'list')).stdout).toMatch(/ early +runs:write /);
    await running.stop();
  }, 240_000);
});

it('prints a first key once, on a fresh database of its own', async () => {
  const home = await newHome();
  const first = await startService({ home });
  const printed = first.output().match(/wf_[0-9a-f]{12}_[0-9a-f]{64}/g) ?? [];
  expect(printed).toHaveLength(1);
  expect(first.output()).toContain(`export WATTFACTOR_KEY=${printed[0]}\n`);
  expect(first.output()).toContain(`curl -X POST ${first.url}/v1/runs -H "X-API-Key: $WATTFACTOR_KEY"`);
  await first.stop();
  const second = await startService({ home });
  expect(second.output()).not.toMatch(/wf_[0-9a-f]{12}_/);
  await second.stop();
}, 240_000);

it('prints no key on a database that it was given, but how to make one', async () => {
  const elsewhere = await startService({ databaseUrl: await createDatabase() });
  expect(elsewhere.output()).not.toMatch(/wf_[0-9a-f]{12}_/);
  expect(elsewhere.output()).toContain('npx wattfactor keys create');
});

const concrete = (path: string): string => path.replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');
