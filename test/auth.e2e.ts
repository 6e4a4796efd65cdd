import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createDatabase, query } from './support/database.js';
import { createKey, withKey } from './support/keys.js';
import { mutations, writeOperations } from './support/operations.js';
import { problem } from './support/problem.js';
import { newHome } from './support/processes.js';
import { root, startService } from './support/service.js';
import type { GraphqlAnswer, Service } from './support/service.js';

const SCOPES = ['runs:write', 'runs:publish', 'factors:publish', 'benchmarks:run', 'admin'];

/** Writes that need no key: they compute and keep at most a receipt of their own. */
const OPEN_OPERATIONS = [
  'POST /v1/estimates',
  'POST /v1/estimates/bulk',
  'POST /v1/estimates/{id}/rerun',
  'POST /v1/scenarios',
  'POST /v1/break-even',
];
const OPEN_MUTATIONS = ['createEstimate', 'rerunEstimate'];

let databaseUrl: string;
let service: Service;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
});

const guarded = writeOperations().filter(
  ({ method, path }) => !OPEN_OPERATIONS.includes(`${method} ${path}`),
);
const guardedMutations = mutations().filter(([name]) => !OPEN_MUTATIONS.includes(name));

it('knows some writes to guard', () => {
  expect(guarded.length).toBeGreaterThan(5);
  expect(guardedMutations.length).toBeGreaterThan(5);
});

it('leaves open what only computes, and guards the rest', () => {
  const open = writeOperations().filter(({ scope }) => scope === undefined);
  for (const { method, path } of open) expect(OPEN_OPERATIONS).toContain(`${method} ${path}`);
  expect(mutations().map(([name]) => name)).toEqual(expect.arrayContaining(OPEN_MUTATIONS));
});

it('refuses every write of openapi.yaml without a key, and names the scope', async () => {
  for (const { method, path, scope, security } of guarded) {
    const reply = await service.request(concrete(path), { method, ...JSON_BODY });
    const body = problem(reply);
    expect([method, path, body.status, body.code]).toEqual([method, path, 401, 'UNAUTHENTICATED']);
    expect(reply.headers['www-authenticate']).toBe(`Bearer realm="wattfactor", scope="${scope}"`);
    expect(body.detail).toContain(`scope ${scope}`);
    expect(security).toHaveLength(3);
  }
});

it('refuses every write of openapi.yaml with a key that has every scope but the right one', async () => {
  for (const { method, path, scope } of guarded) {
    const others = SCOPES.filter((other) => other !== scope && other !== 'admin');
    const key = await createKey(databaseUrl, ...others);
    const body = problem(
      await service.request(concrete(path), {
        method,
        ...JSON_BODY,
        headers: { ...JSON_BODY.headers, ...withKey(key) },
      }),
    );
    expect([method, path, body.status, body.code]).toEqual([method, path, 403, 'FORBIDDEN']);
    expect(body.detail).toContain(`needs the scope ${scope}`);
  }
});

it('refuses every mutation of schema.gql without a key and without the scope', async () => {
  const powerless = await createKey(databaseUrl);
  for (const [name, document] of guardedMutations) {
    const without = await service.graphql(document);
    expect([name, without.errors?.map(({ extensions }) => [extensions.code, extensions.status])]).toEqual([
      name,
      [['UNAUTHENTICATED', 401]],
    ]);
    const { body } = await service.post<GraphqlAnswer<unknown>>(
      '/graphql',
      { query: document },
      withKey(powerless),
    );
    expect([name, body.errors?.map(({ extensions }) => [extensions.code, extensions.status])]).toEqual([
      name,
      [['FORBIDDEN', 403]],
    ]);
    expect(body.errors?.[0]?.message).toMatch(/needs the scope [a-z:]+/);
  }
});

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

const JSON_BODY = { headers: { 'content-type': 'application/json' }, body: '{}' };

const concrete = (path: string): string => path.replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');
