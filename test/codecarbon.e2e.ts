import { randomUUID } from 'node:crypto';
import type { CodecarbonRunDto } from '../src/modules/ingestion/codecarbon/codecarbon.dto.js';
import type { RunDto } from '../src/modules/runs/run.dto.js';
import { csv, V3_2_1 } from './support/codecarbon.js';
import { createDatabase, query } from './support/database.js';
import { eventually } from './support/eventually.js';
import { createKey } from './support/keys.js';
import type { Page } from './support/pages.js';
import { problem } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let databaseUrl: string;
let service: Service;
let token: Record<string, string>;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  token = { 'x-api-token': await createKey(databaseUrl, 'runs:write', 'runs:publish') };
});

/** Bodies as the client 3.3.0 sends them. */
const beginning = (experiment: string) => ({
  timestamp: '2026-01-01T10:00:00.000000+00:00',
  experiment_id: experiment,
  os: 'Linux-6.8.0-x86_64-with-glibc2.39',
  python_version: '3.12.3',
  codecarbon_version: '3.3.0',
  cpu_count: 64,
  cpu_model: 'AMD EPYC 7763',
  gpu_count: 2,
  gpu_model: '2 x NVIDIA L4',
  longitude: 18.07,
  latitude: null,
  region: null,
  provider: null,
  ram_total_size: 64,
  tracking_mode: 'machine',
});

const delta = (run: string, cpu: number, gpu: number, ram: number) => ({
  timestamp: '2026-01-01T10:02:00.000000+00:00',
  run_id: run,
  duration: 120,
  emissions_sum: (cpu + gpu + ram) * 0.02,
  emissions_rate: 1e-7,
  cpu_power: 40,
  gpu_power: 60,
  ram_power: 20,
  cpu_energy: cpu,
  gpu_energy: gpu,
  ram_energy: ram,
  energy_consumed: cpu + gpu + ram,
  cpu_utilization_percent: 20,
  gpu_utilization_percent: 90,
  ram_utilization_percent: 30,
  wue: 0,
});

const DELTAS = [
  [0.0011, 0.0021, 0.0007],
  [0.0013, 0.0017, 0.0007],
  [0.0002, 0.0003, 0.0001],
] as const;
const SENT_KWH = DELTAS.flat().reduce((sum, energy) => sum + energy, 0);

const bind = (id: string, source: string) =>
  service.post('/v1/experiments', { ...BINDING, id, source }, token);
const BINDING = {
  task: 'text-classification',
  model: 'example/model',
  dataset: 'imdb',
  inferences: 1000,
  zeroShot: true,
};

async function client(experiment: string, headers = token, at = service): Promise<string> {
  const begun = await at.post<CodecarbonRunDto>('/codecarbon/runs', beginning(experiment), headers);
  expect([begun.status, begun.body.id]).toEqual([201, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  for (const [cpu, gpu, ram] of DELTAS) {
    const { status, body } = await at.post(
      '/codecarbon/emissions',
      delta(begun.body.id, cpu, gpu, ram),
      headers,
    );
    expect([status, body]).toEqual([201, expect.stringMatching(/^\d+$/)]);
  }
  return begun.body.id;
}

const close = (id: string) => service.post<CodecarbonRunDto>(`/codecarbon/runs/${id}/close`, {}, token);
const stateOf = async (id: string, at = service) =>
  (await at.get<CodecarbonRunDto>(`/codecarbon/runs/${id}`)).body;
const runsOf = async (source: string) =>
  (await service.get<Page<RunDto>>(`/v1/runs?source=${source}`)).body.items;
const counted = (source: string) =>
  query<{ runs: number; mean: number }>(
    databaseUrl,
    `SELECT s.runs, s.energy_wh_mean AS mean FROM cell_statistic s JOIN cell c ON c.id = s.cell_id
     WHERE c.source_id = $1`,
    [source],
  );

it('makes of a client’s deltas one run whose energy is what was sent', async () => {
  const experiment = randomUUID();
  expect((await bind(experiment, 'live')).status).toBe(201);
  const { body } = await close(await client(experiment));
  expect(body).toMatchObject({ state: 'closed', experiment_id: experiment });

  const { body: run } = await service.get<RunDto>(`/v1/runs/${body.runId}`);
  const [query] = run.phases;
  expect(query?.energyKwh).toBeCloseTo(SENT_KWH, 15);
  expect(query?.energyCpuKwh).toBeCloseTo(0.0026, 15);
  expect(query?.energyGpuKwh).toBeCloseTo(0.0041, 15);
  expect(query?.energyRamKwh).toBeCloseTo(0.0015, 15);
  expect(query).toMatchObject({ phase: 'query', unitCount: 1000, durationS: 360 });
  expect(run).toMatchObject({
    ...{ task: 'text-classification', model: 'example/model', dataset: 'imdb', zeroShot: true },
    ...{ meterTool: 'codecarbon', meterVersion: '3.3.0', measuredAt: '2026-01-01T10:00:00.000000+00:00' },
  });
  expect(run.flags).toContain('codecarbon-api-deltas');
  expect((await counted('live'))[0]).toMatchObject({ runs: 1 });
});

it.each([
  ['/codecarbon/run', '/codecarbon/emission'],
  ['/codecarbon//runs', '/codecarbon//emissions'],
])('answers old clients and endpoints with a slash at the end at %s', async (begin, add) => {
  const begun = await service.post<CodecarbonRunDto>(begin, beginning(randomUUID()), token);
  expect(begun.status).toBe(201);
  expect((await service.post(add, delta(begun.body.id, 1e-3, 0, 0), token)).status).toBe(201);
});

it('adds what comes after a run was taken for ended, and counts it once', async () => {
  const experiment = randomUUID();
  await bind(experiment, 'late');
  const id = await client(experiment);
  const first = (await close(id)).body.runId;
  await service.post('/codecarbon/emissions', delta(id, 0.001, 0.002, 0.003), token);
  expect((await stateOf(id)).state).toBe('open');
  const second = (await close(id)).body.runId;
  expect(second).not.toBe(first);
  const [cell] = await counted('late');
  expect(cell?.runs).toBe(1);
  // Wh for one of 1,000 inferences: the figure of kWh for all
  expect(cell?.mean).toBeCloseTo(SENT_KWH + 0.006, 12);
  const { body } = await service.get<RunDto>(`/v1/runs/${first}`);
  expect(body).toMatchObject({ status: 'superseded' });
});

it('lets the file of the same run supersede what its client sent', async () => {
  const experiment = randomUUID();
  await bind(experiment, 'filed');
  const id = await client(experiment);
  const { runId } = (await close(id)).body;
  const file = csv(V3_2_1, { run_id: id, codecarbon_version: '3.3.0' });
  const imported = await service.request<{ accepted: number }>(`/v1/imports?experiment=${experiment}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', ...token },
    body: file,
  });
  expect([imported.status, imported.body.accepted]).toEqual([201, 1]);
  expect((await stateOf(id)).state).toBe('superseded');
  expect((await service.get<RunDto>(`/v1/runs/${runId}`)).body).toMatchObject({ status: 'superseded' });
  const means = (await counted('filed')).map(({ runs, mean }) => [runs, Number(mean.toPrecision(6))]);
  expect(means).toEqual([[1, 0.0095]]);
  // deltas that are still on their way change nothing any more
  await service.post('/codecarbon/emissions', delta(id, 1, 1, 1), token);
  await close(id);
  expect((await counted('filed')).map(({ runs }) => runs)).toEqual([1]);
});

it('lets a run of an experiment that is not bound wait, and takes it in when it is', async () => {
  const experiment = randomUUID();
  const id = await client(experiment);
  expect((await close(id)).body).toMatchObject({ state: 'unbound', runId: null });
  await bind(experiment, 'waiting');
  expect(await stateOf(id)).toMatchObject({ state: 'closed' });
  expect((await runsOf('waiting'))[0]?.phases[0]?.energyKwh).toBeCloseTo(SENT_KWH, 15);
});

it('closes silent runs once each, with two replicas at it at the same time', async () => {
  const env = { CODECARBON_SILENCE_S: '1' };
  const replicas = await Promise.all([
    startService({ databaseUrl, env }),
    startService({ databaseUrl, env }),
  ]);
  const experiment = randomUUID();
  await bind(experiment, 'silent');
  const ids = await Promise.all(Array.from({ length: 20 }, () => client(experiment)));
  await eventually(
    () => Promise.all(ids.map((id) => stateOf(id))),
    (runs) => runs.every(({ state }) => state === 'closed'),
  );
  expect((await counted('silent')).map(({ runs }) => runs)).toEqual([20]);
  expect(await query(databaseUrl, `SELECT 1 FROM run WHERE source_id = 'silent'`)).toHaveLength(20);
  const taken = await query<{ runs: string[] }>(
    databaseUrl,
    `SELECT details->'runs' AS runs FROM audit_entry
     WHERE action = 'runs.ingest' AND details->'runs'->>0 IN (SELECT id::text FROM run WHERE source_id = 'silent')`,
  );
  expect(taken.flatMap(({ runs }) => runs)).toHaveLength(20);
  for (const replica of replicas) expect(replica.output()).not.toContain('could not be closed');
  await Promise.all(replicas.map((replica) => replica.stop()));
});

it('refuses emissions of an unknown run, and of another key’s, and keeps both with the reason', async () => {
  const unknown = delta(randomUUID(), 1e-3, 0, 0);
  const reply = await service.post('/codecarbon/emissions', unknown, token);
  expect(problem(reply)).toMatchObject({ status: 404, code: 'UNKNOWN_RUN' });
  const id = await client(randomUUID());
  const other = { 'x-api-token': await createKey(databaseUrl, 'runs:write') };
  const stolen = await service.post('/codecarbon/emissions', delta(id, 1e-3, 0, 0), other);
  expect(problem(stolen).detail).toContain('another key');
  const kept = await query<{ raw: { record: { run_id: string } } }>(
    databaseUrl,
    `SELECT raw FROM quarantine WHERE channel = 'codecarbon' ORDER BY seq`,
  );
  expect(kept.map(({ raw }) => raw.record.run_id)).toEqual([unknown.run_id, id]);
});

it.each([
  ['a negative energy', { energy_consumed: -1 }, 'energy_consumed'],
  ['no energy', { energy_consumed: null }, 'energy_consumed'],
  ['a duration that is text', { duration: 'x' }, 'duration'],
])('refuses a delta with %s and names the field', async (_what, change, field) => {
  const id = await client(randomUUID());
  const reply = await service.post('/codecarbon/emissions', { ...delta(id, 1, 1, 1), ...change }, token);
  expect(problem(reply)).toMatchObject({ status: 422, errors: [{ field }] });
});

it('wants a key, unless a setting takes clients without; their runs arrive as drafts', async () => {
  const begin = beginning(randomUUID());
  expect(problem(await service.post('/codecarbon/runs', begin))).toMatchObject({ status: 401 });
  const open = await startService({
    databaseUrl,
    env: { CODECARBON_ANONYMOUS: 'true', CODECARBON_SILENCE_S: '1' },
  });
  const experiment = randomUUID();
  await bind(experiment, 'keyless');
  const id = await client(experiment, {}, open);
  const { runId } = await eventually(
    () => stateOf(id, open),
    ({ state }) => state === 'closed',
  );
  expect((await service.get<RunDto>(`/v1/runs/${runId}`)).body).toMatchObject({ status: 'draft' });
  await open.stop();
});

it('takes the hook’s body as a run, by its content where run_id is "None"', async () => {
  const experiment = randomUUID();
  await bind(experiment, 'hooked');
  const body = {
    ...{ timestamp: '2026-01-01T10:00:00', project_name: 'demo', run_id: 'None', experiment_id: experiment },
    ...{
      duration: 100,
      emissions: 0.0036,
      emissions_rate: 0.000036,
      cpu_power: 40,
      gpu_power: 300,
      ram_power: 20,
    },
    ...{ cpu_energy: 0.001, gpu_energy: 0.008, ram_energy: 0.0005, energy_consumed: 0.0095 },
    ...{ country_iso_code: 'SWE', codecarbon_version: '3.3.0', cpu_model: 'AMD EPYC 7763', gpu_count: 2 },
    ...{ gpu_model: '2 x NVIDIA L4', ram_total_size: 64, tracking_mode: 'machine', pue: 1, user: 'x' },
  };
  const hook = () => service.post('/codecarbon/hook', body, token);
  expect(await hook()).toMatchObject({ status: 201, body: { accepted: 1, duplicates: 0 } });
  expect(await hook()).toMatchObject({ status: 201, body: { accepted: 0, duplicates: 1 } });
  expect((await runsOf('hooked'))[0]?.flags).toContain('run-id-missing');
});
