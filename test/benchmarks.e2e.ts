import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchmarkDto } from '../src/modules/benchmark/jobs/benchmark.dto.js';
import { fakeEndpoint, slowly, status } from './support/benchmark/endpoint.js';
import { LANDE, ordering, SHORT } from './support/benchmark/orders.js';
import { afterSuite } from './support/cleanup.js';
import { createDatabase } from './support/database.js';
import { createKey } from './support/keys.js';
import { fieldsOf, problem, suggestionsOf } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
let orders: ReturnType<typeof ordering>;
let publishing: ReturnType<typeof ordering>;
let endpoint: Awaited<ReturnType<typeof fakeEndpoint>>;
const folder = mkdtempSync(join(tmpdir(), 'wattfactor-benchmarks-'));
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

beforeAll(async () => {
  afterSuite(() => rm(folder, { recursive: true }));
  const databaseUrl = await createDatabase();
  // as `npm start` alone: the worker is in the service
  service = await startService({
    databaseUrl,
    env: { WATTFACTOR_WORKER: 'on', WATTFACTOR_CPU_TDP_W: '100' },
  });
  orders = ordering(service, await createKey(databaseUrl, 'benchmarks:run'));
  publishing = ordering(service, await createKey(databaseUrl, 'benchmarks:run', 'runs:publish'));
  endpoint = await fakeEndpoint({
    busy: status(429),
    broken: status(500, 'out of memory'),
    garbage: status(200, '<html>'),
    'hangs-up': (response) => void response.destroy(),
    silent: () => undefined,
    empty: status(200, ''),
    slow: slowly(100),
    // both serve the loading, a warm-up, a repetition and a little more; one then recovers
    tires: (response, asked) => (asked <= 24 ? slowly(0) : status(400, 'tired'))(response, asked),
    flaky: (response, asked) => (asked === 25 ? status(400, 'hiccup') : slowly(0))(response, asked),
  });
});

const metered = { meters: ['cpu-tdp-model'], settings: { ...SHORT, inferences: 100, idleS: 1 } };
const served = (model: string) => ({
  ...{ task: 'text-generation', executor: 'endpoint', model, options: { endpoint: endpoint.url } },
  maxAttempts: 1,
});

describe('a fresh machine', () => {
  it.each([
    ['lande', 'text-classification'],
    ['wink', 'token-classification'],
  ])(
    'runs the real model of %s and makes its runs, beside the figure of the study',
    async (executor, task) => {
      const job = await publishing.run({ ...metered, executor, task });
      expect(job).toMatchObject({ reason: null, failures: 0, interruptions: 0 });
      expect(job.status).toMatch(/converged/);
      expect(job.repetitions.map(({ index }) => index)).toEqual([1, 2]);
      expect(job.weightsSha256).toMatch(/^[0-9a-f]{64}$/);
      expect(job.inputsSha256).toMatch(/^[0-9a-f]{64}$/);
      expect(job.environment).toMatchObject({
        node: process.version,
        serviceVersion: expect.any(String) as string,
      });
      for (const { grossEnergyWh, idlePowerW } of job.repetitions) {
        expect(grossEnergyWh).toBeGreaterThan(0);
        expect(idlePowerW).not.toBeNull();
      }
      expect(job.result).toMatchObject({ method: 'model', quality: 'estimated' });
      expect(job.result?.study).toMatchObject({ source: 'luccioni-2023' });
      expect(job.runIds).toHaveLength(2);
      const { body } = await service.get<{ source: string; status: string }>(`/v1/runs/${job.runIds[0]}`);
      expect(body).toMatchObject({ status: 'published', measured: false });
    },
  );

  it('measures time alone without a meter, and makes no run of it', async () => {
    const job = await orders.run({});
    expect(job).toMatchObject({ status: 'unmetered', runIds: [] });
    expect(job.result?.energyKwhPer1000).toBeNull();
    expect(job.result?.inferencesPerS).toBeGreaterThan(0);
  });

  it('flags the runs of an interval that stays wide', async () => {
    const settings = { ...metered.settings, targetHalfWidth: 0.0001 };
    // processor time comes in whole ticks, of which two repetitions may take as many; time itself does not
    const job = await publishing.run({ meters: ['cpu-tdp-model', 'ram-model'], settings });
    expect(job.status).toBe('not-converged');
    expect(job.flags).toContain('not-converged');
    const run = await service.get<{ flags: string[] }>(`/v1/runs/${job.runIds[0]}`);
    expect(run.text).toContain('not-converged');
  });
});

describe('an order that cannot be right is refused', () => {
  const SERVED = {
    ...{ executor: 'endpoint', task: 'text-generation', model: 'm' },
    options: { endpoint: 'http://127.0.0.1/v1' },
  };

  it.each([
    [{ executor: 'lnade' }, 'UNKNOWN_EXECUTOR', 'executor', 'lande'],
    [{ task: 'text-classificaton' }, 'UNKNOWN_TASK', 'task', 'text-classification'],
    [{ model: 'npm/landee' }, 'UNKNOWN_MODEL', 'model', 'npm/lande'],
    [{ meters: ['rappl'] }, 'UNKNOWN_METER', 'meters', 'rapl'],
  ])('%j: with the names that come close', async (over, code, field, suggestion) => {
    const body = problem(await orders.order(over));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([422, code, [field]]);
    expect(suggestionsOf(body)).toContain(suggestion);
  });

  it.each([
    [{ settings: { ...SHORT, inferences: 0 } }, 'settings.inferences'],
    [{ settings: { ...SHORT, minRepetitions: 3 } }, 'maxRepetitions - minRepetitions'],
    [{ executor: 'endpoint', task: 'text-generation', model: 'm' }, 'endpoint'],
    [{ dataset: undefined }, 'dataset'],
    [{ ...SERVED, options: { endpoint: 'http://user:s3cret@127.0.0.1/v1?key=tok' } }, 'endpoint'],
    [{ ...SERVED, model: '../../etc' }, 'model'],
    [{ ...SERVED, options: { ...SERVED.options, revision: '../../../x' } }, 'revision'],
  ])('%j: naming the field', async (over, field) => {
    const body = problem(await orders.order(over));
    expect([body.status, fieldsOf(body)]).toEqual([422, [field]]);
  });

  it('without the scope, and where there is no such benchmark', async () => {
    expect(problem(await service.post('/v1/benchmarks', LANDE)).code).toBe('UNAUTHENTICATED');
    expect(problem(await service.get('/v1/benchmarks/nothing')).status).toBe(404);
    expect(problem(await service.get('/v1/benchmarks/nothing/events')).status).toBe(404);
    expect(problem(await orders.cancel('nothing')).status).toBe(404);
  });
});

describe('a benchmark that cannot be done ends with the reason', () => {
  it.each([
    ['no rows', () => ({ dataset: file('none.csv', 'text\n') }), /no rows/],
    ['no dataset', () => ({ dataset: 'spam-assasin' }), /no dataset is at/],
    [
      'a model that is not there',
      () => ({ executor: 'transformers', model: 'nobody/nothing', options: { modelPath: folder } }),
      /nobody\/nothing cannot be loaded|transformers/,
    ],
    ['a server that is busy', () => served('busy'), /answered 429/],
    ['a server that fails', () => served('broken'), /answered 500: out of memory/],
    ['a server that talks nonsense', () => served('garbage'), /garbage cannot be loaded/],
    ['a server that hangs up', () => served('hangs-up'), /does not answer/],
    ['a server that answers nothing', () => served('empty'), /answered nothing/],
    [
      'a server that takes requests and is silent',
      () => ({ ...served('silent'), options: { endpoint: endpoint.url, requestTimeoutS: 0.5 } }),
      /gave no answer in 0.5 s/,
    ],
  ])('%s', async (_name, over, reason) => {
    const { order, until } = orders;
    const { body } = await order(over());
    const job = await until(
      body.id,
      ({ status, reason: why }) => status === 'failed' || /no worker/.test(why ?? ''),
    );
    expect(job.reason).toMatch(job.status === 'failed' ? reason : /no worker offers executor transformers/);
    expect(job.runIds).toEqual([]);
  });

  it('and keeps the repetitions that were finished', async () => {
    const job = await orders.run({ ...served('tires'), settings: { ...SHORT, minRepetitions: 2 } });
    expect(job).toMatchObject({ status: 'partial', flags: expect.arrayContaining(['partial']) as string[] });
    expect(job.reason).toContain('tired');
    expect(job.repetitions.map(({ index, inferences }) => [index, inferences])).toEqual([[1, 10]]);
  });

  it('unless the fault passes: it is tried again, and goes on from what was finished', async () => {
    const job = await orders.run({ ...served('flaky'), maxAttempts: 2 });
    expect(job).toMatchObject({ status: 'unmetered', failures: 1, reason: null });
    expect(job.repetitions.map(({ index }) => index)).toEqual([1, 2]);
    // the loading twice, the warm-up twice, two repetitions, and those of the one that failed
    expect(endpoint.asked('flaky')).toBe(2 + 20 + 20 + 4);
  });
});

describe('watching and cancelling', () => {
  const settings = { inferences: 20, minRepetitions: 10, maxRepetitions: 10, idleS: 0, minRepetitionS: 0 };

  it('tells every change as an event to the end, and stops where it is told to', async () => {
    const { body } = await orders.order({ ...served('slow'), settings });
    const stream = service.get(`/v1/benchmarks/${body.id}/events`);
    await orders.until(body.id, ({ repetitions }) => repetitions.length > 0);
    expect((await orders.cancel(body.id)).status).toBe(202);
    const { headers, text } = await stream;
    expect(headers['content-type']).toContain('text/event-stream');
    const events = text.split('\n\n').filter((event) => event.includes('data: '));
    const jobs = events.map((event) => JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '') as BenchmarkDto);
    expect(jobs.map(({ revision }) => revision)).toEqual(
      [...jobs.map(({ revision }) => revision)].sort((a, b) => a - b),
    );
    expect(jobs.some(({ progress }) => progress?.inferencesPerS)).toBe(true);
    expect(jobs.at(-1)).toMatchObject({ status: 'cancelled', reason: 'it was cancelled' });
    expect(jobs.at(-1)?.repetitions.length).toBeGreaterThan(0);
    expect(events.at(-1)).toMatch(/^event: end$/m);

    const last = jobs.at(-1)?.revision ?? 0;
    const again = await service.get(`/v1/benchmarks/${body.id}/events`, { 'last-event-id': String(last) });
    expect(again.text.match(/^event: /gm)).toEqual(['event: ']);
    expect(problem(await ordering(service, '').cancel(body.id)).code).toBe('UNAUTHENTICATED');
  });

  it('shows it in GraphQL and in lists too', async () => {
    const { data } = await service.graphql<{ benchmarks: { total: number; items: { status: string }[] } }>(
      '{ benchmarks(status: "cancelled") { total items { status repetitions { index } } } benchmarkWorkers { executors } }',
    );
    expect(data.benchmarks.total).toBe(1);
    const list = await service.get<{ total: number }>('/v1/benchmarks?status=cancelled');
    expect(list.body.total).toBe(1);
    expect(problem(await service.get('/v1/benchmarks?status=done')).status).toBe(422);
  });
});
