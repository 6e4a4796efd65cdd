import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { SourceDto } from '../src/modules/catalogue/source/source.dto.js';
import type { CodecarbonRunDto } from '../src/modules/ingestion/codecarbon/codecarbon.dto.js';
import type { IngestResultDto } from '../src/modules/ingestion/ingest-result.dto.js';
import type { RunDto } from '../src/modules/runs/run.dto.js';
import { createDatabase } from './support/database.js';
import { about, rows, uploader } from './support/imports.js';
import { createKey, withKey } from './support/keys.js';
import type { Page } from './support/pages.js';
import { fieldsOf, problem } from './support/problem.js';
import { exampleRun, sendRuns } from './support/runs.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

const STUDY = 'luccioni-2023';
/** Text generation by the study, Table 2: what README shows. */
const FACTOR = '/v1/factors/ee865173-f0b1-5da8-8a62-0e789aa89594';

let service: Service;
let key: string;
let writer: string;
let figures: unknown;
beforeAll(async () => {
  const databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  key = await createKey(databaseUrl, 'runs:write', 'runs:publish');
  writer = await createKey(databaseUrl, 'runs:write');
  figures = await figuresNow();
});
afterEach(async () => expect(await figuresNow()).toEqual(figures));

/** What no run of anybody else may move. */
async function figuresNow(): Promise<unknown> {
  const { energyWhPerUnit, n, cohort } = (await service.get<FactorDto>(FACTOR)).body;
  const { runs, zone, publisher } = (await service.get<SourceDto>(`/v1/sources/${STUDY}`)).body;
  return { energyWhPerUnit, n, cohort, runs, zone, publisher };
}

/** A run that says it is one of those behind Table 2. */
const foreign = (id: string, changes: Record<string, unknown> = {}, phase: Record<string, unknown> = {}) =>
  exampleRun(
    id,
    {
      source: STUDY,
      cohort: 'table-2',
      task: 'text-generation',
      model: 'example/costly',
      dataset: 'wikitext',
      energyMethod: 'codecarbon',
      meterTool: 'codecarbon',
      meterVersion: '2.3.1',
      hardware: { gpuModel: 'NVIDIA A100-SXM4-80GB', gpuCount: 8, gpusActive: 1 },
      batchSizeMax: 1,
      ...changes,
    },
    { energyKwh: 0.1, ...phase },
  );

const RESERVED = { field: 'source', code: 'SOURCE_RESERVED' };

it('is the factor of the README', () => {
  expect(figures).toMatchObject({ n: { runs: 240, models: 8, datasets: 3 }, cohort: 'table-2', runs: 4170 });
});

describe('a run under the name of a seeded source', () => {
  it('is refused by itself, with the way out', async () => {
    const reply = problem(await sendRuns(service, key, foreign('one')));
    expect([reply.status, reply.code, fieldsOf(reply)]).toEqual([409, 'SOURCE_RESERVED', ['source']]);
    expect(reply.detail).toMatch(/a source of your own/);
  });

  it.each(['ml-energy-v3', 'mlperf-inference-v4.1'])('is refused for %s as well', async (source) => {
    expect((await service.get(`/v1/sources/${source}`)).status).toBe(200);
    expect(problem(await sendRuns(service, key, foreign('one', { source }))).code).toBe('SOURCE_RESERVED');
  });

  it('is refused among others, which are not held up', async () => {
    const { body } = await sendRuns(service, key, [foreign('two'), exampleRun('own', { source: 'own-lab' })]);
    expect(body).toMatchObject({ accepted: 1, quarantined: 1 });
    expect(body.records[0]?.problems).toMatchObject([RESERVED]);
  });

  it('is refused over GraphQL', async () => {
    const { body } = await service.post<{ data: { submitRuns: IngestResultDto } }>(
      '/graphql',
      {
        query:
          'mutation ($runs: [RunInput!]!) { submitRuns(runs: $runs) { accepted records { problems { field code } } } }',
        variables: { runs: [foreign('three')] },
      },
      withKey(key),
    );
    expect(body.data.submitRuns).toMatchObject({ accepted: 0, records: [{ problems: [RESERVED] }] });
  });

  it('is refused in a file', async () => {
    const { body } = await uploader(service, key)(about(STUDY), rows(2));
    expect(body).toMatchObject({ accepted: 0, quarantined: 2 });
    expect(body.rejected.map(({ code }) => code)).toEqual(['SOURCE_RESERVED', 'SOURCE_RESERVED']);
  });

  it('is refused from a CodeCarbon client', async () => {
    const id = 'aaaaaaaa-0000-4000-8000-000000000001';
    const token = { 'x-api-token': key };
    const binding = {
      id,
      source: STUDY,
      task: 'text-generation',
      model: 'example/model',
      inferences: 1000,
      gpuCount: 1,
    };
    expect((await service.post('/v1/experiments', binding, token)).status).toBe(201);
    const begun = await service.post<CodecarbonRunDto>(
      '/codecarbon/runs',
      {
        timestamp: '2026-01-01T10:00:00+00:00',
        experiment_id: id,
        codecarbon_version: '3.3.0',
        gpu_count: 1,
        gpu_model: '1 x NVIDIA L4',
      },
      token,
    );
    const emissions = {
      ...{ timestamp: '2026-01-01T10:02:00+00:00', run_id: begun.body.id, duration: 120 },
      ...{ emissions_sum: 1e-4, emissions_rate: 1e-7, cpu_power: 40, gpu_power: 60, ram_power: 20 },
      ...{ cpu_energy: 1e-3, gpu_energy: 2e-3, ram_energy: 1e-3, energy_consumed: 4e-3 },
    };
    expect((await service.post('/codecarbon/emissions', emissions, token)).status).toBe(201);
    await service.post(`/codecarbon/runs/${begun.body.id}/close`, {}, token);
    const { body } = await service.get<Page<{ problems: unknown[] }>>('/v1/quarantine?channel=codecarbon');
    expect(body.items.map(({ problems }) => problems)).toMatchObject([[RESERVED]]);
  });

  it('is refused as the correction of another, and cannot be released', async () => {
    const { body } = await sendRuns(service, key, [
      exampleRun('late', { source: 'own-lab' }, { energyKwh: 40 }),
      foreign('late', {}, { energyKwh: 400 }),
    ]);
    const [own, other] = body.records.map(({ quarantineId }) => quarantineId);
    const corrected = await service.post(`/v1/quarantine/${own}/correct`, foreign('late'), withKey(key));
    expect(problem(corrected)).toMatchObject({ status: 409, code: 'SOURCE_RESERVED' });
    const released = await service.post(`/v1/quarantine/${other}/release`, { reason: 'mine' }, withKey(key));
    expect(problem(released).status).toBe(409);
  });

  it('is refused from a key that may not publish', async () => {
    const { body } = await sendRuns(service, writer, [foreign('draft')]);
    expect(body.records[0]?.problems).toMatchObject([RESERVED]);
  });
});

it('knows the records of the study again, and takes none of them for new', async () => {
  const path = `/v1/runs?source=${STUDY}&task=text-generation&limit=20`;
  const records = (await service.get<Page<RunDto>>(path)).body.items;
  const { body: same } = await sendRuns(service, key, records);
  expect(same).toMatchObject({ accepted: 0, duplicates: 20, quarantined: 0 });
  const { body: other } = await sendRuns(service, key, [{ ...records[0], dataset: 'another' }]);
  expect(other.records[0]?.problems).toMatchObject([RESERVED]);
});

it('keeps a cohort of that name in a source of its own out of what stands for the task', async () => {
  const models = Array.from({ length: 9 }, (_, index) => `example/model-${index}`);
  const { body } = await sendRuns(
    service,
    key,
    models.map((model) => foreign(model, { source: 'own-lab', model })),
  );
  expect(body.accepted).toBe(9);
  const { body: task } = await service.get<{ energy: { factorId: string } }>('/v1/tasks/text-generation');
  expect(FACTOR).toContain(task.energy.factorId);
});
