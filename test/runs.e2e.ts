import type { RunDto, RunPhaseDto } from '../src/modules/runs/run.dto.js';
import { walk } from './support/pages.js';
import type { Page } from './support/pages.js';
import { problem, suggestionsOf } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';
import { numberOf, studyRow, studyRows } from './support/study.js';

let service: Service;
let study: readonly RunDto[];
beforeAll(async () => {
  service = await startService();
  study = (await walk<RunDto>(service, '/v1/runs?source=luccioni-2023', 500)).items;
});

const totalOf = async (filter: string): Promise<number> =>
  (await service.get<Page<RunDto>>(`/v1/runs?limit=1&${filter}`)).body.total;

const phaseOf = (run: RunDto, name: string): RunPhaseDto | undefined =>
  run.phases.find(({ phase }) => phase === name);

const expectClose = (actual: number | null | undefined, expected: number | null): void => {
  if (expected === null || actual === null || actual === undefined) expect(actual ?? null).toBe(expected);
  else expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-9);
};

it('serves the 4,170 runs of the study, by count and by walking the pages', async () => {
  expect(await totalOf('source=luccioni-2023')).toBe(4170);
  expect(study).toHaveLength(4170);
  expect(new Set(study.map(({ id }) => id)).size).toBe(4170);
  expect(study.map(({ externalId }) => externalId).sort()).toEqual(
    studyRows()
      .map((row) => row['run_id'])
      .sort(),
  );
});

it('gives the same runs in the same order with an odd limit', async () => {
  const pieces = await walk<RunDto>(service, '/v1/runs?source=luccioni-2023', 499);
  expect(pieces.pages).toBe(9);
  expect(pieces.items.map(({ id }) => id)).toEqual(study.map(({ id }) => id));
});

it('serves every energy of every study run as it stands in the table, in kWh', () => {
  const byId = new Map(study.map((run) => [run.externalId, run]));
  const columns = [
    ['query', 'energyKwh', 'query_energy_kwh'],
    ['query', 'energyGpuKwh', 'query_gpu_kwh'],
    ['query', 'energyCpuKwh', 'query_cpu_kwh'],
    ['query', 'energyRamKwh', 'query_ram_kwh'],
    ['query', 'durationS', 'query_duration_s'],
    ['query', 'unitCount', 'n_inferences'],
    ['load', 'energyKwh', 'load_energy_kwh'],
    ['load', 'durationS', 'load_duration_s'],
    ['transfer', 'energyKwh', 'transfer_energy_kwh'],
  ] as const;
  const wrong = studyRows().flatMap((row) =>
    columns.flatMap(([phase, field, column]) => {
      const run = byId.get(row['run_id'] ?? '');
      const actual = (run && phaseOf(run, phase)?.[field]) ?? null;
      const expected = numberOf(row, column);
      const same =
        actual === null || expected === null
          ? actual === expected
          : Math.abs(actual - expected) <= 1e-9 * expected;
      return same ? [] : [{ run: row['run_id'], column, actual, expected }];
    }),
  );
  expect(wrong).toEqual([]);
});

describe.each([
  ['c3a89a77-dada-4304-9b5a-491e1e2594d1', 'masked language modelling, two phases', 'table-2'],
  ['e38f7eae-bcc9-498e-ab0e-c6100e9dc9b3', 'image generation, three phases', 'table-2'],
  ['b00f4ad2-60c7-41f1-849c-f89078619727', 'zero-shot question answering', null],
])('run %s (%s)', (runId, _what, cohort) => {
  it('equals its row of the table', async () => {
    const row = studyRow(runId);
    const listed = study.find(({ externalId }) => externalId === runId);
    const { body: run } = await service.get<RunDto>(`/v1/runs/${listed?.id}`);
    expect(run).toEqual(listed);
    expect(run).toMatchObject({
      source: 'luccioni-2023',
      sourcePath: row['source_file'],
      sourceRow: numberOf(row, 'source_row'),
      licence: 'MIT',
      measuredAt: row['started_at'],
      task: row['task'],
      dataset: row['dataset'],
      model: row['model_id'],
      modelReported: row['model_id_in_phase_rows'],
      parameters: numberOf(row, 'parameters'),
      zeroShot: row['zero_shot'] === '1',
      cohort,
      country: 'USA',
      region: 'oregon',
      scope: 'node-components',
      emissionsReportedKgCo2e: numberOf(row, 'emissions_kg'),
      gridReportedGPerKwh: 138.75,
      flags: [],
    });
    const query = phaseOf(run, 'query');
    expectClose(query?.energyKwh, numberOf(row, 'query_energy_kwh'));
    // one inference: kWh for 1,000 and Wh for one are the same figure
    expectClose(query?.energyWhPerUnit, numberOf(row, 'query_energy_kwh'));
    expectClose(query?.durationS, numberOf(row, 'query_duration_s'));
    expect(run.phases.map(({ phase }) => phase)).toEqual(
      row['transfer_energy_kwh'] ? ['load', 'transfer', 'query'] : ['load', 'query'],
    );
  });
});

it('adds the components of every study run up to its total', () => {
  const off = study.filter((run) => {
    const { energyKwh, energyGpuKwh, energyCpuKwh, energyRamKwh } = phaseOf(run, 'query') ?? {};
    const sum = (energyGpuKwh ?? 0) + (energyCpuKwh ?? 0) + (energyRamKwh ?? 0);
    return Math.abs(sum / (energyKwh ?? 0) - 1) > 1e-3;
  });
  expect(off).toEqual([]);
});

it.each([
  ['model-label-conflict', 30],
  ['outlier-15pct', 9],
  ['sampled-time-gap-10pct', 8],
  ['geolocation-fallback', 4],
  ['no-such-flag', 0],
])('finds the runs that carry the flag %s: %i of the study', async (flag, count) => {
  expect(await totalOf(`source=luccioni-2023&flag=${flag}`)).toBe(count);
});

it('places the runs of a meter that lost its position where the node stood', () => {
  const lost = study.filter(({ flags }) => flags.includes('geolocation-fallback'));
  expect(lost.map(({ country, region }) => `${country} ${region}`)).toEqual(Array(4).fill('USA oregon'));
});

it('trusts the model id where the log names another model, and keeps both', () => {
  const conflict = study.filter(({ flags }) => flags.includes('model-label-conflict'));
  expect(conflict).toHaveLength(30);
  for (const run of conflict) expect(run.modelReported).not.toBe(run.model);
});

it('filters by task, model, dataset, hardware and zero-shot, alone and together', async () => {
  const rows = studyRows();
  const count = (fits: (row: Readonly<Record<string, string>>) => boolean) => rows.filter(fits).length;
  const source = 'source=luccioni-2023';
  expect(await totalOf(`${source}&task=summarization`)).toBe(count((r) => r['task'] === 'summarization'));
  expect(await totalOf(`${source}&dataset=squad`)).toBe(count((r) => r['dataset'] === 'squad'));
  expect(await totalOf(`${source}&zeroShot=true`)).toBe(1070);
  expect(await totalOf(`${source}&zeroShot=false`)).toBe(3100);
  expect(await totalOf('model=facebook%2Fbart-large-cnn&dataset=xsum')).toBe(
    count((r) => r['model_id'] === 'facebook/bart-large-cnn' && r['dataset'] === 'xsum'),
  );
  expect(await totalOf('hardware=8x-nvidia-a100-sxm4-80gb-intel-xeon-platinum-8275cl')).toBe(4170);
  expect(await totalOf('source=mlperf-inference-v4.1')).toBe(31);
});

it.each([
  ['task=sumarization', 'UNKNOWN_TASK', 'summarization'],
  ['model=facebook%2Fbart-large-cn', 'UNKNOWN_MODEL', 'facebook/bart-large-cnn'],
  ['dataset=cnn-dailymal', 'UNKNOWN_DATASET', 'cnn-dailymail'],
  ['source=lucioni-2023', 'UNKNOWN_SOURCE', 'luccioni-2023'],
])('refuses an unknown name in a filter, %s, with the one meant', async (filter, code, meant) => {
  const body = problem(await service.get(`/v1/runs?${filter}`));
  expect([body.status, body.code]).toEqual([422, code]);
  expect(suggestionsOf(body)).toContain(meant);
});

it.each([
  'nope',
  '00000000-0000-4000-8000-000000000000',
  '%00',
  "'; DROP TABLE run; --".replaceAll(' ', '%20'),
])('answers 404 for the run "%s"', async (id) => {
  const body = problem(await service.get(`/v1/runs/${id}`));
  expect([body.status, body.code]).toEqual([404, 'NOT_FOUND']);
});
