import type { ReadinessDto } from '../src/modules/health/health.dto.js';
import { fieldsOf, INSIDES, problem } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});

// whatever a request did, the same process goes on answering
let pid: number;
beforeEach(() => {
  pid = service.pid;
});
afterEach(async () => {
  expect((await service.get<ReadinessDto>('/readyz')).body.status).toBe('ready');
  expect(() => process.kill(pid, 0)).not.toThrow();
  expect(service.output()).not.toMatch(/unhandled|uncaught/i);
});

const LISTS = [
  '/v1/tasks',
  '/v1/models',
  '/v1/datasets',
  '/v1/hardware',
  '/v1/sources',
  '/v1/runs',
  '/v1/grid-intensities',
];

describe.each(LISTS)('%s', (path) => {
  it('refuses a query parameter that it does not know and names it', async () => {
    const body = problem(await service.get(`${path}?colour=red`));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([422, 'VALIDATION_FAILED', ['colour']]);
    expect(body.instance).toBe(path);
  });

  it('refuses a query parameter given twice', async () => {
    const body = problem(await service.get(`${path}?limit=1&limit=2`));
    expect([body.status, fieldsOf(body)[0]]).toEqual([422, 'limit']);
  });

  it('refuses text over its length without repeating it', async () => {
    const body = problem(await service.get(`${path}?cursor=${'a'.repeat(5_000)}`));
    expect([body.status, fieldsOf(body)]).toEqual([422, ['cursor']]);
    expect(JSON.stringify(body).length).toBeLessThan(1_000);
  });

  it('refuses parameters in brackets: a query is flat', async () => {
    for (const name of ['limit[]', 'limit[a]', '__proto__[limit]']) {
      expect(fieldsOf(problem(await service.get(`${path}?${name}=1`)))).toEqual([name]);
    }
  });
});

it.each([
  ['/v1/tasks?q=a&q=b', 'q'],
  ['/v1/models?task=summarization&task=chat', 'task'],
  ['/v1/models?q=', 'q'],
  [`/v1/models?q=${'x'.repeat(201)}`, 'q'],
  ['/v1/models?minParameters=abc', 'minParameters'],
  ['/v1/models?minParameters=-1', 'minParameters'],
  ['/v1/models?minParameters=1e999', 'minParameters'],
  ['/v1/models?maxParameters=NaN', 'maxParameters'],
  ['/v1/runs?zeroShot=yes', 'zeroShot'],
  ['/v1/runs?zeroShot=1', 'zeroShot'],
  ['/v1/runs?flag=', 'flag'],
  [`/v1/grid-intensities?zone=${'x'.repeat(101)}`, 'zone'],
])('refuses %s and names the field %s', async (path, field) => {
  const body = problem(await service.get(path));
  expect([body.status, body.code, new Set(fieldsOf(body))]).toEqual([
    422,
    'VALIDATION_FAILED',
    new Set([field]),
  ]);
});

it.each(['/nope', '/v1', '/v1/', '/v1/nope', '/v2/tasks', '/v1/tasks/summarization/more', '/graphql/nope'])(
  'answers 404 for the route %s',
  async (path) => {
    const body = problem(await service.get(path));
    expect([body.status, body.code, body.instance]).toEqual([404, 'NOT_FOUND', path]);
  },
);

it.each([
  ['DELETE', '/v1/tasks'],
  ['PUT', '/v1/models/gpt2'],
  ['PATCH', '/v1/runs'],
  ['POST', '/v1/tasks'],
  ['POST', '/healthz'],
])('refuses %s %s, and says what the resource takes', async (method, path) => {
  const reply = await service.request(path, { method });
  const body = problem(reply);
  expect([body.status, body.code]).toEqual([405, 'METHOD_NOT_ALLOWED']);
  const allowed = String(reply.headers['allow']).split(', ');
  expect(allowed).toEqual(expect.arrayContaining(['GET', 'HEAD']));
  expect(allowed).not.toContain(method);
});

it('says how a name with a slash is written in a path, and where paths are listed', async () => {
  const model = problem(await service.get('/v1/models/facebook/bart-large-cnn'));
  expect(model.detail).toContain('/v1/models/facebook%2Fbart-large-cnn');
  const odd = problem(await service.get('/v2/tasks'));
  expect([model.status, odd.status, odd.detail]).toEqual([404, 404, expect.stringContaining('/docs')]);
});

it.each([
  ['task=gtp2', 'UNKNOWN_TASK', '; GET /v1/tasks lists them'],
  ['provider=zzzzzz', 'UNKNOWN_PROVIDER', '; GET /v1/providers lists them'],
])('says where the list is where nothing is like %s', async (query, code, message) => {
  const path = query.startsWith('task') ? '/v1/factors' : '/v1/cloud-regions';
  const body = problem(await service.get(`${path}?${query}`));
  expect([body.code, body.detail]).toEqual([code, expect.stringContaining(message)]);
});

it.each([
  '/v1/models/%00',
  '/v1/models/a%00b',
  '/v1/runs/%00',
  '/v1/tasks/..%2f..%2fetc%2fpasswd',
  '/v1/tasks/%2e%2e%2f%2e%2e',
  '/v1/models/%F0%9F%98%80',
  '/v1/models/%3Cscript%3E',
  '/v1/tasks/__proto__',
  '/v1/tasks/constructor',
  `/v1/models/${'a'.repeat(300)}`,
])('answers 404 for the odd name %s', async (path) => {
  const body = problem(await service.get(path));
  expect(body.status).toBe(404);
  expect(body.detail.length).toBeLessThan(500);
});

it.each(['q=%zz', 'q=%ff', 'q=%F0%9F%98%80', 'q=%5B%5E%24.%2A%2B', 'q=%20%20', "q='%20OR%201=1--"])(
  'searches for odd text, %s, and finds what there is',
  async (q) => {
    for (const path of ['/v1/tasks', '/v1/models', '/v1/grid-intensities']) {
      const reply = await service.get<{ items: unknown[] }>(`${path}?${q}`);
      expect([path, reply.status]).toEqual([path, 200]);
      expect(reply.body.items).toBeInstanceOf(Array);
    }
  },
);

it.each(['%zz', '%ff', "'%20OR%201=1--", '%7Ba%7D', '%22'])(
  'takes the odd flag %s for a flag that no run has',
  async (flag) => {
    const { status, body } = await service.get<{ total: number }>(`/v1/runs?flag=${flag}`);
    expect([status, body.total]).toEqual([200, 0]);
  },
);
it.each(['constructor', 'toString', 'hasOwnProperty'])('refuses a parameter called %s', async (name) => {
  expect((await service.get(`/v1/tasks?${name}=1`)).status).toBe(422);
});

it.each(['/v1/runs?flag=%00', '/v1/tasks?q=%00'])('refuses the null byte of %s', async (path) => {
  expect(problem(await service.get(path)).status).toBe(422);
});

const MALFORMED = ['/v1/models/%zz', '/v1/models/%ff', '/v1/tasks/%', '/%c0%ae%c0%ae', '/v1/runs/%e0%a4%a'];

it.each(MALFORMED)('refuses the malformed path %s with a 400', async (path) => {
  const reply = await service.get(path);
  expect(reply.status).toBe(400);
  expect(reply.text).not.toMatch(INSIDES);
});

it.each([...MALFORMED, `/v1/models/${'a'.repeat(400)}`])(
  'answers problem+json for the path %s, as for every other error',
  async (path) => {
    problem(await service.get(path));
  },
);

it.each([
  ['a path of 8 kB', `/v1/models/${'a'.repeat(8_000)}`, [404, 414]],
  ['a path of 100 kB', `/v1/models/${'a'.repeat(100_000)}`, [414, 431]],
  ['a query of 10 kB', `/v1/models?q=${'a'.repeat(10_000)}`, [422]],
  ['a query of 100 kB', `/v1/models?q=${'a'.repeat(100_000)}`, [414, 431]],
  ['10,000 slashes', '/'.repeat(10_000), [302, 404]],
  ['1,000 parameters', `/v1/models?${Array.from({ length: 1_000 }, (_, i) => `p${i}=1`).join('&')}`, [422]],
])('refuses %s', async (_what, path, statuses) => {
  const reply = await service.get(path);
  expect(statuses).toContain(reply.status);
  expect(reply.text).not.toMatch(INSIDES);
});

it.each([
  ['no HTTP at all', 'hello\r\n\r\n'],
  ['an unknown version', 'GET / HTTP/9.9\r\nhost: a\r\n\r\n'],
  ['an unknown method', 'BREW /v1/tasks HTTP/1.1\r\nhost: a\r\n\r\n'],
  ['a raw null byte in the path', 'GET /v1/tasks\u0000 HTTP/1.1\r\nhost: a\r\n\r\n'],
  ['two lengths', 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd'],
  ['a length that is none', 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: -5\r\n\r\n'],
])('refuses bytes that are %s with a 4xx', async (_what, bytes) => {
  const answer = await service.raw(bytes);
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(answer).not.toMatch(INSIDES);
});

it('goes on after a client that leaves in the middle of its request', async () => {
  await service.raw(
    'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{',
  );
  await Promise.all(
    Array.from({ length: 20 }, () => service.raw('GET /v1/runs?limit=500 HTTP/1.1\r\nhost: a\r\n\r\n')),
  );
});

it('answers many requests at once, good and bad, each with its own answer', async () => {
  const good = Array.from({ length: 40 }, (_, i) =>
    service.get<{ items: unknown[] }>(`/v1/runs?limit=${i + 1}`),
  );
  const bad = Array.from({ length: 40 }, (_, i) => service.get(`/v1/models/no-such-model-${i}`));
  for (const [i, reply] of (await Promise.all(good)).entries()) expect(reply.body.items).toHaveLength(i + 1);
  for (const [i, reply] of (await Promise.all(bad)).entries()) {
    expect(problem(reply).instance).toBe(`/v1/models/no-such-model-${i}`);
  }
});
