import type { BenchmarkWorkerDto } from '../src/modules/benchmark/jobs/benchmark-worker.dto.js';
import { fakeEndpoint, slowly } from './support/benchmark/endpoint.js';
import { ended, LANDE, ordering, SHORT, startWorker, stopWorkers } from './support/benchmark/orders.js';
import { createDatabase, query } from './support/database.js';
import { createKey } from './support/keys.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let databaseUrl: string;
let orders: ReturnType<typeof ordering>;
let service: Service;
let endpoint: Awaited<ReturnType<typeof fakeEndpoint>>;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  orders = ordering(service, await createKey(databaseUrl, 'benchmarks:run'));
  endpoint = await fakeEndpoint({ long: slowly(40) });
});

// workers are processes, and each takes its time to start
jest.setTimeout(240_000);
afterEach(stopWorkers);

const served = (model: string, settings: object = SHORT) => ({
  ...{ task: 'text-generation', executor: 'endpoint', model, options: { endpoint: endpoint.url }, settings },
});

it('keeps a job that nobody can do, says why, and gives it to the first who can', async () => {
  const { body } = await orders.order({});
  expect(body).toMatchObject({
    status: 'queued',
    reason: 'no worker offers executor lande with meter none',
  });
  const elsewhere = await orders.order({ meters: ['prometheus'] });
  await startWorker(databaseUrl);
  expect(await orders.until(body.id, ended)).toMatchObject({ status: 'unmetered', reason: null });
  expect(await orders.one(elsewhere.body.id)).toMatchObject({
    status: 'queued',
    reason: 'no worker offers executor lande with meter prometheus',
  });
  const command = { ...LANDE, executor: 'command', options: { command: ['true'] } };
  expect((await orders.order(command)).body.reason).toBe('no worker offers executor command with meter none');
  expect((await orders.cancel(elsewhere.body.id)).body.status).toBe('cancelled');
});

it('does each job once where two workers share the queue', async () => {
  // a busy machine must not look like a dead worker
  const patient = { WATTFACTOR_WORKER_DEAD_AFTER_S: '600' };
  await Promise.all([startWorker(databaseUrl, patient), startWorker(databaseUrl, patient)]);
  const names = ['a', 'b', 'c', 'd'];
  const made = await Promise.all(names.map((name) => orders.order(served(name))));
  const jobs = await Promise.all(made.map(({ body }) => orders.until(body.id, ended)));
  expect(jobs.map(({ status, repetitions }) => [status, repetitions.length])).toEqual(
    names.map(() => ['unmetered', 2]),
  );
  // one to load the model, a warm-up and two repetitions of 10
  expect(names.map((name) => endpoint.asked(name))).toEqual(names.map(() => 31));
});

it('goes on after a worker was killed, with all that it had measured and nothing twice', async () => {
  const workers = await Promise.all([startWorker(databaseUrl), startWorker(databaseUrl)]);
  const settings = { ...SHORT, minRepetitions: 4, maxRepetitions: 4, inferences: 25 };
  const { body } = await orders.order(served('long', settings));
  const begun = await orders.until(body.id, ({ repetitions }) => repetitions.length >= 1);
  const known = (await service.get<BenchmarkWorkerDto[]>('/v1/benchmark-workers')).body;
  const name = known.find(({ id }) => id === begun.workerId)?.name;
  await workers.find(({ pid }) => name?.endsWith(`/${pid}`))?.signal('SIGKILL');
  const job = await orders.until(body.id, ended);
  expect(job).toMatchObject({ status: 'unmetered', interruptions: 1, failures: 0 });
  expect(job.workerId).not.toBe(begun.workerId);
  expect(job.repetitions.map(({ index }) => index)).toEqual([1, 2, 3, 4]);
  expect(job.repetitions[0]).toEqual(begun.repetitions[0]);
  const stored = await query<{ worker_id: string }>(
    databaseUrl,
    'SELECT worker_id FROM benchmark_repetition WHERE job_id = $1 ORDER BY index',
    [body.id],
  );
  expect(stored[0]?.worker_id).toBe(begun.workerId);
  expect(stored.at(-1)?.worker_id).toBe(job.workerId);
});

it('goes on after a worker was stopped, without waiting for it to be missed', async () => {
  const first = await startWorker(databaseUrl, { WATTFACTOR_WORKER_DEAD_AFTER_S: '3600' });
  const { body } = await orders.order(served('long', { ...SHORT, inferences: 40 }));
  await orders.until(body.id, ({ progress }) => progress !== null);
  await first.signal('SIGTERM');
  expect(await orders.one(body.id)).toMatchObject({ status: 'queued', interruptions: 0 });
  await startWorker(databaseUrl);
  expect((await orders.until(body.id, ended)).status).toBe('unmetered');
});
