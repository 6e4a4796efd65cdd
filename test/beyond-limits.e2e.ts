import type { CodecarbonRunDto } from '../src/modules/ingestion/codecarbon/codecarbon.dto.js';
import type { QuarantinedRecordDto } from '../src/modules/ingestion/quarantine/quarantine.dto.js';
import { createDatabase } from './support/database.js';
import { about, rows, uploader } from './support/imports.js';
import { createKey, withKey } from './support/keys.js';
import { exampleRun, sendRuns } from './support/runs.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

// One value that no column or logarithm holds costs its own record and no other.

let service: Service;
let key: string;
beforeAll(async () => {
  const databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  key = await createKey(databaseUrl, 'runs:write', 'runs:publish');
});

const problemsOf = async (quarantineId: string | null | undefined) =>
  (await service.get<QuarantinedRecordDto>(`/v1/quarantine/${quarantineId}`)).body.problems.map(
    ({ field }) => field,
  );

it.each([
  ['gpu_count', '2147483648', 'hardware.gpuCount'],
  ['gpu_count', '99999999999', 'hardware.gpuCount'],
  ['ram_total_size', '1e308', 'hardware.ramGb'],
])('a CodeCarbon row with %s %s is quarantined by itself', async (column, value, field) => {
  const file = rows(3, (index) => (index === 1 ? { [column]: value } : {}));
  const { status, body } = await uploader(service, key)(about(`csv-${column.length}-${value}`), file);
  expect([status, body]).toMatchObject([201, { state: 'done', rows: 3, accepted: 2, quarantined: 1 }]);
  expect(await problemsOf(body.rejected[0]?.quarantineId)).toEqual([field]);
});

it.each([
  [{ hardware: { gpuCount: 99_999_999_999 } }, 'hardware.gpuCount'],
  [{ imageWidth: 3e9 }, 'imageWidth'],
])('a run of a JSON file with %j is quarantined by itself', async (change, field) => {
  const lines = [exampleRun('a'), exampleRun('b', change), exampleRun('c')].map((run) => JSON.stringify(run));
  const { status, body } = await uploader(service, key)(
    `source=json-${field.toLowerCase()}&format=wattfactor-json`,
    lines.join('\n'),
  );
  expect([status, body]).toMatchObject([201, { accepted: 2, quarantined: 1 }]);
  expect(await problemsOf(body.rejected[0]?.quarantineId)).toEqual([field]);
});

it('a live CodeCarbon run with such a count closes, into the quarantine', async () => {
  const token = { 'x-api-token': key };
  const experiment = '7b1c6a52-5a0c-4a56-9a5e-0f4bb6a3f8d1';
  const binding = { id: experiment, source: 'live', task: 'text-classification', model: 'example/model' };
  expect((await service.post('/v1/experiments', { ...binding, inferences: 1000 }, token)).status).toBe(201);
  const started = { experiment_id: experiment, codecarbon_version: '3.3.0', gpu_count: 99_999_999_999 };
  const { body } = await service.post<CodecarbonRunDto>('/codecarbon/runs', started, token);
  const delta = { run_id: body.id, duration: 120, energy_consumed: 0.004 };
  expect((await service.post('/codecarbon/emissions', delta, token)).status).toBe(201);
  const refused = await service.post('/codecarbon/emissions', { ...delta, energy_consumed: 1e308 }, token);
  expect(refused.status).toBe(422);

  const closed = await service.post<CodecarbonRunDto>(`/codecarbon/runs/${body.id}/close`, {}, token);
  expect([closed.status, closed.body.state]).toEqual([200, 'quarantined']);
  expect(await problemsOf(closed.body.quarantineId)).toEqual(['hardware.gpuCount']);
});

it('an energy whose logarithm is no number is refused, and the others of its request are not', async () => {
  const tiny = exampleRun('tiny', { source: 'tiny' }, { energyKwh: 5e-324, unitCount: 3_600_000 });
  expect((await sendRuns(service, key, tiny)).status).toBe(422);
  const { status, body } = await sendRuns(service, key, [
    exampleRun('one', { source: 'tiny' }),
    tiny,
    exampleRun('two', { source: 'tiny' }),
  ]);
  expect(status).toBeLessThan(300);
  expect(body.records.map(({ outcome }) => outcome)).toEqual(['accepted', 'quarantined', 'accepted']);
  const factors = await service.get('/v1/factors?source=tiny', withKey(key));
  expect(factors.status).toBe(200);
});
