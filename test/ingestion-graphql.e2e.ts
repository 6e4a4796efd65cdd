import { randomUUID } from 'node:crypto';
import type { CodecarbonRunDto } from '../src/modules/ingestion/codecarbon/codecarbon.dto.js';
import type { ExperimentDto } from '../src/modules/ingestion/experiments/experiment.dto.js';
import type { ImportDto, ImportRejectionDto } from '../src/modules/ingestion/imports/import.dto.js';
import { createDatabase } from './support/database.js';
import { about, rows, uploader } from './support/imports.js';
import { createKey, withKey } from './support/keys.js';
import type { Page } from './support/pages.js';
import { startService } from './support/service.js';
import type { GraphqlAnswer, Service } from './support/service.js';

let service: Service;
let key: string;
beforeAll(async () => {
  const databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  key = await createKey(databaseUrl, 'runs:write', 'runs:publish');
});

async function ask<T>(query: string, headers: Record<string, string> = {}): Promise<T> {
  const { body } = await service.post<GraphqlAnswer<T>>('/graphql', { query }, headers);
  expect(body.errors).toBeUndefined();
  return body.data;
}

/** A selection of every field that a REST answer has. */
function selectionOf(value: unknown): string {
  if (Array.isArray(value)) return selectionOf(value[0]);
  if (typeof value !== 'object' || value === null) return '';
  const fields = Object.entries(value).map(([name, field]) => `${name} ${selectionOf(field)}`);
  return `{ ${fields.join(' ')} }`;
}

it('shows the report of an import, its rejected rows and the list as REST does', async () => {
  const bad = (index: number): Record<string, string> => (index > 2 ? { energy_consumed: '-1' } : {});
  const { body } = await uploader(service, key)(about('graph'), rows(6, bad));
  expect(body).toMatchObject({ accepted: 3, rejectedTotal: 3 });
  // null now, and objects all the same
  const selection = selectionOf(body)
    .replace(/\bproblem +/, 'problem { code detail } ')
    .replace(/\bbefore +(?!\{)/g, 'before { energyWhPerUnit runs } ');
  const { import: report } = await ask<{ import: ImportDto }>(`{ import(id: "${body.id}") ${selection} }`);
  expect(report).toEqual(body);

  const page = `/v1/imports/${body.id}/rejected?limit=2`;
  const { body: rest } = await service.get<Page<ImportRejectionDto>>(page);
  const { importRejections } = await ask<{ importRejections: Page<ImportRejectionDto> }>(
    `{ importRejections(id: "${body.id}", limit: 2) ${selectionOf(rest)} }`,
  );
  expect(importRejections).toEqual(rest);
  expect(rest.total).toBe(3);

  const { imports } = await ask<{ imports: Page<ImportDto> }>('{ imports { items { id state } total } }');
  expect(imports).toEqual({ items: [{ id: body.id, state: 'done' }], total: 1 });
});

it('binds an experiment, shows it, and closes the run of its client', async () => {
  const id = randomUUID();
  const headers = withKey(key);
  const { bindExperiment } = await ask<{ bindExperiment: ExperimentDto }>(
    `mutation { bindExperiment(id: "${id}", name: "graph", source: "graph-live", task: "summarization",
      model: "example/model", inferences: 1000) { id name createdAt binding } }`,
    headers,
  );
  expect(bindExperiment).toEqual((await service.get(`/v1/experiments/${id}`)).body);
  const { experiment, experiments } = await ask<{
    experiment: ExperimentDto;
    experiments: Page<ExperimentDto>;
  }>(`{ experiment(id: "${id}") { id name createdAt binding } experiments { items { id } total } }`);
  expect([experiment, experiments]).toEqual([bindExperiment, { items: [{ id }], total: 1 }]);

  const begun = await service.post<CodecarbonRunDto>(
    '/codecarbon/runs',
    { experiment_id: id, gpu_count: 0, codecarbon_version: '3.3.0' },
    headers,
  );
  const delta = { run_id: begun.body.id, duration: 10, energy_consumed: 0.001 };
  expect((await service.post('/codecarbon/emissions', delta, headers)).status).toBe(201);
  const fields = '{ id experiment_id state runId quarantineId }';
  const { closeCodecarbonRun } = await ask<{ closeCodecarbonRun: CodecarbonRunDto }>(
    `mutation { closeCodecarbonRun(id: "${begun.body.id}") ${fields} }`,
    headers,
  );
  expect(closeCodecarbonRun).toMatchObject({ state: 'closed', experiment_id: id });
  const { codecarbonRun } = await ask<{ codecarbonRun: CodecarbonRunDto }>(
    `{ codecarbonRun(id: "${begun.body.id}") ${fields} }`,
  );
  expect(codecarbonRun).toEqual(closeCodecarbonRun);
});
