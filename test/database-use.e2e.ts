import type { ReadinessDto } from '../src/modules/health/health.dto.js';
import { createDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import { problem } from './support/problem.js';
import { startProxy } from './support/proxy.js';
import type { Proxy } from './support/proxy.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let proxy: Proxy;
let service: Service;
beforeAll(async () => {
  proxy = await startProxy(await createDatabase());
  service = await startService({ databaseUrl: proxy.url });
});

/** Statements that reach Postgres while something is asked. */
async function statements(ask: () => Promise<unknown>): Promise<number> {
  proxy.takeCount();
  await ask();
  return proxy.takeCount();
}

const ESTIMATE = { workloads: [{ task: 'text-generation', inferencesPerDay: 1_000, zone: 'SWE' }] };

it('counts what it means to count: one statement for readiness', async () => {
  expect(await statements(() => service.get('/readyz'))).toBe(1);
});

it.each([
  '/v1/tasks?limit=500',
  '/v1/models?q=bert',
  '/v1/models/facebook%2Fbart-large-cnn',
  '/v1/grid-intensities?zone=SWE',
  '/v1/factors?limit=500',
  '/v1/factors?task=summarization&zone=SWE&pue=1.2',
])('reads %s from memory, without a statement', async (path) => {
  expect(await statements(async () => expect((await service.get(path)).status).toBe(200))).toBe(0);
});

it('estimates without a statement, and with one where a receipt is kept', async () => {
  expect(await statements(() => service.post('/v1/estimates', ESTIMATE))).toBe(0);
  const kept = await statements(() => service.post('/v1/estimates', { ...ESTIMATE, store: true }));
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThanOrEqual(3);
});

interface Nested {
  readonly tasks: {
    readonly items: readonly {
      readonly slug: string;
      readonly models: readonly {
        readonly id: string;
        readonly factors: readonly { readonly id: string; readonly model: string; readonly task: string }[];
      }[];
    }[];
  };
}

it('answers GraphQL nested task → models → factors for every task without a statement', async () => {
  const document =
    '{ tasks(limit: 500) { items { slug models { id factors(limit: 5) { id model task } } } } }';
  let answer: Nested | undefined;
  const count = await statements(async () => {
    const { data, errors } = await service.graphql<Nested>(document);
    expect(errors).toBeUndefined();
    answer = data;
  });
  expect(count).toBe(0);
  const tasks = answer?.tasks.items ?? [];
  const models = tasks.flatMap((task) => task.models);
  expect(tasks.length).toBeGreaterThan(10);
  expect(models.length).toBeGreaterThan(100);
  for (const { id, factors } of models) {
    expect(factors.length).toBeGreaterThan(0);
    expect(new Set(factors.map(({ model }) => model))).toEqual(new Set([id]));
  }
});

interface WithRuns {
  readonly factors: {
    readonly items: readonly { readonly runs: readonly { readonly id: string; readonly model: string }[] }[];
  };
}

it('fetches the runs of many factors together: as many statements for 40 factors as for 2', async () => {
  const ask = async (limit: number): Promise<number> => {
    const document = `{ factors(source: "luccioni-2023", level: "measured-cell", limit: ${limit}) {
      items { runs(limit: 3) { id model phases { phase } } } } }`;
    return statements(async () => {
      const { data, errors } = await service.graphql<WithRuns>(document);
      expect(errors).toBeUndefined();
      expect(data.factors.items.map(({ runs }) => runs.length)).toEqual(Array(limit).fill(3));
    });
  };
  const few = await ask(2);
  expect(few).toBeGreaterThan(0);
  expect(await ask(40)).toBe(few);
});

it('needs as many statements for 500 runs as for 5', async () => {
  // the fewest of three: a worker's heartbeat that falls into one of them is not the request's
  const fewest = async (path: string) => {
    const counts = [];
    for (let turn = 0; turn < 3; turn += 1) counts.push(await statements(() => service.get(path)));
    return Math.min(...counts);
  };
  const few = await fewest('/v1/runs?limit=5');
  expect(few).toBeGreaterThan(0);
  expect(await fewest('/v1/runs?limit=500')).toBe(few);
});

describe('while the database is away', () => {
  let version: string;
  beforeAll(async () => {
    version = (await service.get<ReadinessDto>('/readyz')).body.dataVersion;
    proxy.cut();
  });
  afterAll(() => proxy.restore());

  it('says that it lives but is not ready', async () => {
    expect((await service.get('/healthz')).status).toBe(200);
    const body = problem(await service.get('/readyz'));
    expect([body.status, body.code]).toEqual([503, 'NOT_READY']);
  });

  it('goes on with catalogue, factors, grid and estimates', async () => {
    for (const path of ['/v1/tasks', '/v1/factors?limit=1', '/v1/grid-intensities?zone=SWE']) {
      expect([path, (await service.get(path)).status]).toEqual([path, 200]);
    }
    expect((await service.post('/v1/estimates', ESTIMATE)).status).toBe(200);
  });

  it('fails what needs the database without showing its inside, and stays alive', async () => {
    const body = problem(await service.get('/v1/runs?limit=1'));
    expect(body.status).toBeGreaterThanOrEqual(500);
    expect((await service.get('/healthz')).status).toBe(200);
  });

  it('says of what needs the database that it is not ready', async () => {
    expect(problem(await service.get('/v1/runs?limit=1'))).toMatchObject({ status: 503, code: 'NOT_READY' });
  });

  it('is ready again by itself when the database is back', async () => {
    proxy.restore();
    const { body } = await eventually(
      () => service.get<ReadinessDto>('/readyz'),
      ({ status }) => status === 200,
    );
    expect(body.dataVersion).toBe(version);
    expect((await service.get('/v1/runs?limit=1')).status).toBe(200);
  });
});
