import { problem } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService({ env: { REQUESTS_PER_MINUTE: '40' } });
});

const codeOf = async (query: string, variables?: Record<string, unknown>): Promise<string | undefined> =>
  (await service.graphql(query, variables)).errors?.[0]?.extensions.code;

const WORKLOAD = '{ task: "text-generation", inferencesPerDay: 1, zone: "SWE" }';
const ESTIMATE = `estimate(input: { workloads: [${WORKLOAD}] }) { id }`;

it.each([
  [
    'lists in lists',
    '{ tasks(limit: 500) { items { slug factors(limit: 500) { runs(limit: 500) { id } } } } }',
  ],
  [
    'the same under many names',
    `{ ${Array.from({ length: 500 }, (_, i) => `e${i}: ${ESTIMATE}`).join(' ')} }`,
  ],
  [
    'factors derived anew, again and again',
    `{ ${Array.from({ length: 9 }, (_, i) => `f${i}: factors(excludeFlags: "outlier-15pct", limit: 1) { total }`).join(' ')} }`,
  ],
])('refuses a GraphQL query that asks for too much: %s', async (_what, query) => {
  expect(await codeOf(query)).toBe('QUERY_TOO_COSTLY');
});

it('counts what the variables ask for, also of a document that it knows', async () => {
  const query = 'query ($n: Int!) { models(limit: $n) { items { id factors(limit: $n) { id } } } }';
  expect(await codeOf(query, { n: 2 })).toBeUndefined();
  expect(await codeOf(query, { n: 2 })).toBeUndefined();
  expect(await codeOf(query, { n: 500 })).toBe('QUERY_TOO_COSTLY');
});

it('answers task → models → factors at the default limits', async () => {
  expect(
    await codeOf('{ tasks { items { slug models { id factors(limit: 10) { id } } } } }'),
  ).toBeUndefined();
});

it('refuses an estimate of more parts than one request may ask for, and names the way out', async () => {
  const models = Array.from({ length: 100 }, (_, i) => ({
    model: 'facebook/opt-1.3b',
    parametersB: 1 + i / 100,
    share: 0.01,
  }));
  const workload = { task: 'text-generation', inferencesPerDay: 1, zone: 'SWE', models };
  const { status, text } = await service.post('/v1/estimates', { workloads: Array(31).fill(workload) });
  expect([status, text]).toEqual([422, expect.stringContaining('3000')]);
});

it('tells an address that asks too often when to come back, and stays visible to what watches it', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, () => service.get('/v1/tasks?limit=1')));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(10);
  const [first] = refused;
  expect(first && problem(first).code).toBe('TOO_MANY_REQUESTS');
  expect(Number(first?.headers['retry-after'])).toBeGreaterThan(0);
  expect((await service.get('/healthz')).status).toBe(200);
});
