import type { ReadinessDto } from '../src/modules/health/health.dto.js';
import { query } from './support/database.js';
import { createDatabase } from './support/database.js';
import { problem } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';
import { eventually } from './support/eventually.js';

let databaseUrl: string;
let service: Service;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
});

const version = async (): Promise<string> => (await service.get<ReadinessDto>('/readyz')).body.dataVersion;

it.each([
  '/v1/tasks',
  '/v1/models?limit=1',
  '/v1/datasets',
  '/v1/grid-intensities?zone=SWE',
  '/v1/runs?limit=1',
])('tags %s with the version of the data and asks caches to check', async (path) => {
  const { headers } = await service.get(path);
  expect(headers).toMatchObject({
    etag: expect.stringContaining(await version()) as string,
    'cache-control': 'no-cache',
  });
});

it('answers 304 without a body to a client that has this version', async () => {
  const first = await service.get('/v1/models');
  const again = await service.get('/v1/models', { 'if-none-match': String(first.headers['etag']) });
  expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', first.headers['etag']]);
});

it.each([
  ['a list that holds it', (tag: string) => `"other", ${tag}`],
  ['the same tag, strong', (tag: string) => tag.replace(/^W\//, '')],
  ['any', () => '*'],
])('answers 304 to If-None-Match with %s', async (_what, sent) => {
  const tag = String((await service.get('/v1/models')).headers['etag']);
  expect((await service.get('/v1/models', { 'if-none-match': sent(tag) })).status).toBe(304);
});

it('answers in full to a client that has another version', async () => {
  const reply = await service.get('/v1/models', { 'if-none-match': 'W/"00000000.1"' });
  expect([reply.status, reply.text.length > 100]).toEqual([200, true]);
});

it.each(['/healthz', '/readyz', '/metrics', '/openapi.yaml'])('puts no data version on %s', async (path) => {
  const tag = `W/"${await version()}"`;
  const reply = await service.get(path, { 'if-none-match': tag });
  expect([reply.status, reply.headers['etag']]).not.toEqual([200, tag]);
  expect(reply.status).toBe(200);
});

it('tags no error', async () => {
  const reply = await service.get('/v1/tasks/nope');
  expect([reply.status, reply.headers['etag']]).toEqual([404, undefined]);
});
it.each(['/v1/tasks/nope', '/v1/models?limit=0', '/v1/runs/nope'])(
  'answers an error, not 304, where %s has none to compare with',
  async (path) => {
    problem(await service.get(path, { 'if-none-match': `W/"${await version()}"` }));
  },
);

it('answers in full again once the data has changed', async () => {
  const before = await service.get('/v1/models?limit=1');
  const tag = String(before.headers['etag']);
  expect((await service.get('/v1/models?limit=1', { 'if-none-match': tag })).status).toBe(304);
  await query(databaseUrl, 'SELECT bump_data_version()');
  const after = await eventually(
    () => service.get('/v1/models?limit=1', { 'if-none-match': tag }),
    ({ status }) => status === 200,
  );
  expect(after.headers['etag']).not.toBe(tag);
  expect(after.body).toEqual(before.body);
});
