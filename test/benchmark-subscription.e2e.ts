import type { BenchmarkDto } from '../src/modules/benchmark/jobs/benchmark.dto.js';
import { fakeEndpoint, gate, slowly } from './support/benchmark/endpoint.js';
import { ended, ordering, SHORT } from './support/benchmark/orders.js';
import { createDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import { createKey, withKey } from './support/keys.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';
import { subscriber } from './support/subscribe.js';

jest.setTimeout(120_000);

let databaseUrl: string;
let service: Service;
let key: string;
let orders: ReturnType<typeof ordering>;
let endpoint: Awaited<ReturnType<typeof fakeEndpoint>>;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl, env: { WATTFACTOR_WORKER: 'on' } });
  key = await createKey(databaseUrl, 'benchmarks:run');
  orders = ordering(service, key);
  endpoint = await fakeEndpoint({ slow: slowly(60) });
});

const FIELDS =
  'revision status reason progress { stage repetition inferences } repetitions { index inferences }';
const WATCH = `subscription ($id: String!) { benchmark(id: $id) { ${FIELDS} } }`;
type Told = { benchmark: Pick<BenchmarkDto, 'revision' | 'status' | 'progress' | 'repetitions'> };

const served = (model: string) => ({
  ...{ task: 'text-generation', executor: 'endpoint', model, options: { endpoint: endpoint.url } },
  settings: { ...SHORT, inferences: 20 },
});

it('tells every change of a benchmark to its end, the last as REST has it', async () => {
  const { body } = await orders.order(served('slow'));
  const told = (await subscriber(service).all<Told>(WATCH, { id: body.id })).map(
    ({ data }) => data.benchmark,
  );
  const revisions = told.map(({ revision }) => revision);
  expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
  expect(told.some(({ progress }) => progress?.stage === 'repetition')).toBe(true);
  expect(told.some(({ status }) => status === 'running')).toBe(true);
  const end = told.at(-1);
  expect(end).toMatchObject({ status: 'unmetered', repetitions: [{ index: 1 }, { index: 2 }] });
  expect(await orders.one(body.id)).toMatchObject({ ...end });
});

it('tells the end at once to whoever comes after it', async () => {
  const { id } = await orders.run(served('at-once'));
  const told = await subscriber(service).all<Told>(WATCH, { id });
  expect(told.map(({ data }) => data.benchmark.status)).toEqual(['unmetered']);
});

describe('what cannot be is refused as REST refuses it', () => {
  const refused = async (query: string, variables: object, params = {}): Promise<unknown> =>
    subscriber(service, params)
      .all(query, { ...variables })
      .then(
        () => 'not refused',
        (errors: unknown) => errors,
      );

  it('a benchmark that does not exist', async () => {
    expect(await refused(WATCH, { id: 'nothing' })).toEqual([
      expect.objectContaining({ extensions: expect.objectContaining({ code: 'NOT_FOUND', status: 404 }) }),
    ]);
  });

  it('a field that does not exist, and a variable that is missing', async () => {
    expect(await refused('subscription { benchmark(id: "x") { nonsense } }', {})).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('nonsense'),
        extensions: expect.objectContaining({ code: 'VALIDATION_FAILED' }),
      }),
    ]);
    expect(JSON.stringify(await refused(WATCH, {}))).toContain('$id');
  });

  it('writes: they go by HTTP, key or no key', async () => {
    const { body } = await orders.order(served('at-once'));
    const cancel = 'mutation ($id: String!) { cancelBenchmark(id: $id) { status } }';
    for (const params of [{}, withKey(key)]) {
      expect(JSON.stringify(await refused(cancel, { id: body.id }, params))).toContain('mutation');
    }
    expect((await orders.until(body.id, ended)).status).toBe('unmetered');
  });
});

it('does not keep a service from stopping', async () => {
  const held = gate((asked) => asked > 20);
  endpoint.behaviours['held'] = held.behaviour;
  const stopped = await startService({ databaseUrl, env: { WATTFACTOR_WORKER: 'off' } });
  const { body } = await orders.order(served('held'));
  await endpoint.reached('held', 21);
  const watching = subscriber(stopped).all(WATCH, { id: body.id });
  const over = watching.then(
    () => 'over',
    () => 'over',
  );
  await eventually(
    async () => endpoint.asked('held'),
    (asked) => asked > 20,
  );
  expect(await stopped.stop()).toEqual({ code: 0, signal: null });
  expect(await over).toBe('over');
  held.open();
  await orders.until(body.id, ended);
});
