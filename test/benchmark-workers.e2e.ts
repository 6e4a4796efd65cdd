import { fakeEndpoint, gate, slowly } from './support/benchmark/endpoint.js';
import { ended, LANDE, ordering, SHORT, startWorker, stopWorkers } from './support/benchmark/orders.js';
import { longSilent, WATCHFUL } from './support/benchmark/silence.js';
import { createDatabase, query } from './support/database.js';
import { eventually } from './support/eventually.js';
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
  endpoint = await fakeEndpoint({});
});

// workers are processes, and each takes its time to start
jest.setTimeout(240_000);
afterEach(stopWorkers);

const served = (model: string, settings: object = SHORT) => ({
  ...{ task: 'text-generation', executor: 'endpoint', model, options: { endpoint: endpoint.url }, settings },
});

// of a benchmark of four repetitions of 10: one request loads the model, 10 are the warm-up, 10 the first repetition
const FOUR = { ...SHORT, minRepetitions: 4, maxRepetitions: 4 };
const IN_THE_SECOND = 1 + 10 + 10 + 5;
const BY_THE_OTHER = 1 + 10 + 30;

const repetitionsOf = (id: string) =>
  query<{ index: number; worker_id: string; stored_at: Date }>(
    databaseUrl,
    'SELECT index, worker_id, stored_at FROM benchmark_repetition WHERE job_id = $1 ORDER BY index',
    [id],
  );

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
  const { body: refused } = await orders.order(command);
  expect(refused.reason).toBe(
    'no worker offers executor command with meter none; a worker runs programs where WATTFACTOR_WORKER_COMMANDS=on',
  );
  for (const { id } of [elsewhere.body, refused])
    expect((await orders.cancel(id)).body.status).toBe('cancelled');
});

it('does jobs at the same time where two workers share the queue, and each job once', async () => {
  const names = ['a', 'b', 'c', 'd'];
  const busy = new Set<string>();
  for (const name of names) {
    endpoint.behaviours[name] = async (response, asked) => {
      busy.add(name);
      // nobody gets on alone
      await eventually(
        async () => busy.size,
        (size) => size > 1,
        120_000,
      );
      await slowly(0)(response, asked);
    };
  }
  await Promise.all([startWorker(databaseUrl), startWorker(databaseUrl)]);
  const made = await Promise.all(names.map((name) => orders.order(served(name))));
  const jobs = await Promise.all(made.map(({ body }) => orders.until(body.id, ended)));
  expect(jobs.map(({ status, repetitions }) => [status, repetitions.length])).toEqual(
    names.map(() => ['unmetered', 2]),
  );
  // one to load the model, a warm-up and two repetitions of 10
  expect(names.map((name) => endpoint.asked(name))).toEqual(names.map(() => 31));
  expect(new Set(jobs.map(({ workerId }) => workerId)).size).toBe(2);
});

it('goes on after a worker was killed, with all that it had measured and nothing twice', async () => {
  const { behaviour, open } = gate((asked) => asked === IN_THE_SECOND);
  endpoint.behaviours['killed'] = behaviour;
  const first = await startWorker(databaseUrl);
  const { body } = await orders.order(served('killed', FOUR));
  await endpoint.reached('killed', IN_THE_SECOND);
  const begun = await orders.one(body.id);
  expect(begun.repetitions.map(({ index }) => index)).toEqual([1]);
  await startWorker(databaseUrl, WATCHFUL);
  await first.signal('SIGKILL');
  open();
  await longSilent(databaseUrl, first.pid);
  const job = await orders.until(body.id, ended);
  expect(job).toMatchObject({ status: 'unmetered', interruptions: 1, failures: 0 });
  expect(job.workerId).not.toBe(begun.workerId);
  expect(job.repetitions.map(({ index }) => index)).toEqual([1, 2, 3, 4]);
  expect(job.repetitions[0]).toEqual(begun.repetitions[0]);
  expect((await repetitionsOf(body.id)).map(({ worker_id }) => worker_id)).toEqual([
    begun.workerId,
    ...[2, 3, 4].map(() => job.workerId),
  ]);
  expect(endpoint.asked('killed')).toBe(IN_THE_SECOND + BY_THE_OTHER);
});

it('takes nothing more from a worker that was taken for dead and was not', async () => {
  const { behaviour, open } = gate((asked) => asked === IN_THE_SECOND);
  endpoint.behaviours['frozen'] = behaviour;
  const frozen = await startWorker(databaseUrl);
  const { body } = await orders.order(served('frozen', FOUR));
  await endpoint.reached('frozen', IN_THE_SECOND);
  process.kill(frozen.pid, 'SIGSTOP');
  await longSilent(databaseUrl, frozen.pid);
  const other = await startWorker(databaseUrl, WATCHFUL);
  const job = await orders.until(body.id, ended);
  const stored = await repetitionsOf(body.id);
  expect(stored.map(({ index }) => index)).toEqual([1, 2, 3, 4]);
  await other.signal('SIGTERM');
  // it finishes the second repetition, and a later job shows that it is through with it
  process.kill(frozen.pid, 'SIGCONT');
  open();
  const next = await orders.run(served('next'));
  expect(next.status).toBe('unmetered');
  expect(await repetitionsOf(body.id)).toEqual(stored);
  expect(await orders.one(body.id)).toEqual(job);
});

it('goes on after a worker was stopped, without waiting for it to be missed', async () => {
  const { behaviour, open } = gate((asked) => asked === IN_THE_SECOND);
  endpoint.behaviours['stopped'] = behaviour;
  const first = await startWorker(databaseUrl);
  const { body } = await orders.order(served('stopped', FOUR));
  await endpoint.reached('stopped', IN_THE_SECOND);
  await first.signal('SIGTERM');
  open();
  expect(await orders.one(body.id)).toMatchObject({ status: 'queued', interruptions: 0 });
  await startWorker(databaseUrl);
  const job = await orders.until(body.id, ended);
  expect(job).toMatchObject({ status: 'unmetered', interruptions: 0, failures: 0 });
  expect(job.repetitions.map(({ index }) => index)).toEqual([1, 2, 3, 4]);
  expect(endpoint.asked('stopped')).toBe(IN_THE_SECOND + BY_THE_OTHER);
});
