import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';
import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import { createDatabase, query } from './support/database.js';
import { createKey } from './support/keys.js';
import { walk } from './support/pages.js';
import { exampleRun, sendRuns } from './support/runs.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let databaseUrl: string;
let service: Service;
let key: string;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  service = await startService({ databaseUrl });
  key = await createKey(databaseUrl, 'runs:write', 'runs:publish');
});

type Json = Record<string, unknown>;

/** Two runs of 0.04 and 0.4 Wh per unit that differ in one thing alone. */
async function sendPair(source: string, thrifty: Json, costly: Json): Promise<void> {
  const { body } = await sendRuns(service, key, [
    exampleRun('thrifty', { source, ...thrifty }),
    exampleRun('costly', { source, ...costly }, { energyKwh: 0.4 }),
  ]);
  expect(body.accepted).toBe(2);
}

const factorsOf = async (source: string, filter = ''): Promise<readonly FactorDto[]> =>
  (await walk<FactorDto>(service, `/v1/factors?source=${source}${filter}`, 500)).items;

const means = (factors: readonly FactorDto[], level: string): number[] =>
  factors
    .filter((factor) => factor.level === level)
    .map(({ energyWhPerUnit }) => Number(energyWhPerUnit.mean.toPrecision(9)))
    .sort();

describe('runs that differ alone in', () => {
  it.each<[string, string, Json, Json]>([
    ['the number of unknown GPUs', 'counts', { hardware: { gpuCount: 1 } }, { hardware: { gpuCount: 8 } }],
    ['whether a meter saw them', 'metered', { measured: true }, { measured: false }],
    ['the length of the output', 'lengths', { outputTokensPerUnit: 10 }, { outputTokensPerUnit: 1000 }],
    [
      'the GPUs at work',
      'active',
      { hardware: { gpuModel: 'NVIDIA L4', gpuCount: 8, gpusActive: 1 } },
      { hardware: { gpuModel: 'NVIDIA L4', gpuCount: 8, gpusActive: 8 } },
    ],
  ])('%s are never averaged', async (_what, source, thrifty, costly) => {
    await sendPair(source, thrifty, costly);
    const factors = await factorsOf(source);
    for (const level of ['measured-cell', 'measured-model'])
      expect(means(factors, level)).toEqual([0.04, 0.4]);
    expect(factors.map(({ n }) => n.runs)).toEqual([1, 1, 1, 1]);
  });

  it('a few output tokens are', async () => {
    await sendPair('near', { outputTokensPerUnit: 505 }, { outputTokensPerUnit: 520 });
    const [cell, ...more] = await factorsOf('near', '&level=measured-cell');
    expect([more, cell?.n.runs, cell?.outputTokenRange, cell?.outputTokensPerUnit]).toEqual([
      [],
      2,
      '431-609',
      512.5,
    ]);
  });
});

describe('a factor of modelled energies', () => {
  it('says so, and can be told from the others', async () => {
    const shown = async (filter: string) =>
      (await factorsOf('metered', filter)).map(({ measured, status }) => [measured, status]);
    expect(await shown('&measured=true&level=measured-cell')).toEqual([[true, 'measured']]);
    expect(await shown('&measured=false&level=measured-cell')).toEqual([[false, 'modelled']]);
  });

  it('is estimated with only where nothing metered fits, with a warning', async () => {
    const estimate = async (source: string) => {
      const workload = {
        task: 'summarization',
        model: 'facebook/bart-large-cnn',
        source,
        inferencesPerDay: 1000,
      };
      const { status, body } = await service.post<EstimateDto>('/v1/estimates', { workloads: [workload] });
      expect([status, body]).toMatchObject([200, {}]);
      return [
        body.workloads[0]?.factor?.status,
        body.warnings.some(({ code }) => code === 'FACTOR_MODELLED'),
      ];
    };
    expect(await estimate('metered')).toEqual(['measured', false]);
    await sendRuns(service, key, exampleRun('only', { source: 'modelled-alone', measured: false }));
    expect(await estimate('modelled-alone')).toEqual(['modelled', true]);
  });
});

it('counts no dataset where none is named', async () => {
  await sendRuns(service, key, exampleRun('nameless', { source: 'nameless', dataset: null }));
  expect((await factorsOf('nameless')).map(({ n }) => n.datasets)).toEqual([0, 0]);
});

it('parts at the next start what an older version put into one cell', async () => {
  await sendPair('older', { outputTokensPerUnit: 10 }, { outputTokensPerUnit: 1000 });
  const own = `source_id = 'older'`;
  await query(
    databaseUrl,
    `WITH one AS (UPDATE run SET cell_id = (SELECT id FROM cell WHERE ${own} LIMIT 1) WHERE ${own})
     UPDATE data_load SET content_hash = 'of an older version' WHERE folder = 'runs'`,
  );
  await query(databaseUrl, `DELETE FROM cell_statistic USING cell WHERE id = cell_id AND ${own}`);
  const restarted = await startService({ databaseUrl });
  const { items } = await walk<FactorDto>(restarted, '/v1/factors?source=older', 500);
  expect(means(items, 'measured-cell')).toEqual([0.04, 0.4]);
  const others = await walk<FactorDto>(restarted, '/v1/factors?source=lengths', 500);
  expect(others.items.map(({ id }) => id)).toEqual((await factorsOf('lengths')).map(({ id }) => id));
});
