import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { TaskDto } from '../src/modules/catalogue/task/task.dto.js';
import type { RunDto } from '../src/modules/runs/run.dto.js';
import type { Page } from './support/pages.js';
import { walk } from './support/pages.js';
import { fieldsOf, problem, suggestionsOf } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});

const factors = async (filter: string): Promise<FactorDto[]> =>
  (await walk<FactorDto>(service, `/v1/factors?${filter}`, 500)).items;

/** Table 2 of the study, recomputed from its logs: kWh per 1,000 inferences, mean and sample sd over 240 runs. */
const TABLE_2 = [
  ['text-classification', 0.002292, 0.0009289],
  ['extractive-qa', 0.003281, 0.001547],
  ['masked-language-modelling', 0.003379, 0.001076],
  ['token-classification', 0.00358, 0.001751],
  ['image-classification', 0.007074, 0.001218],
  ['object-detection', 0.03775, 0.02688],
  ['text-generation', 0.0469, 0.02662],
  ['summarization', 0.04919, 0.01542],
  ['image-captioning', 0.06298, 0.02228],
  ['image-generation', 2.907, 3.309],
] as const;

const to4Digits = (value: number | null): number | null =>
  value === null ? null : Number(value.toPrecision(4));

const table2Factor = async (task: string): Promise<FactorDto> => {
  const found = await factors(`task=${task}&source=luccioni-2023&level=task&zeroShot=false`);
  const [only, ...more] = found.filter(({ cohort }) => cohort === 'table-2');
  if (!only || more.length > 0) throw new Error(`${more.length + Number(Boolean(only))} factors for ${task}`);
  return only;
};

describe('Table 2 of the study', () => {
  it.each(TABLE_2)('%s: %d ± %d kWh per 1,000, to four significant digits', async (task, mean, sd) => {
    const { energyWhPerUnit, perThousand, n, unit, scope } = await table2Factor(task);
    expect([to4Digits(perThousand.energyKwh), to4Digits(energyWhPerUnit.sd)]).toEqual([mean, sd]);
    expect(energyWhPerUnit.mean).toBe(perThousand.energyKwh);
    expect({ n, unit, scope }).toEqual({
      n: { runs: 240, models: 8, datasets: 3 },
      unit: 'inference',
      scope: 'node-components',
    });
  });

  it.each(['text-generation', 'object-detection', 'image-generation'])(
    'follows from the runs that the factor of %s leads to',
    async (task) => {
      const factor = await table2Factor(task);
      const { items: runs } = await walk<RunDto>(service, `/v1/factors/${factor.id}/runs`, 100);
      const energies = runs.map(
        (run) => run.phases.find(({ phase }) => phase === 'query')?.energyWhPerUnit ?? NaN,
      );
      const mean = energies.reduce((sum, e) => sum + e, 0) / energies.length;
      const variance = energies.reduce((sum, e) => sum + (e - mean) ** 2, 0) / (energies.length - 1);
      expect(new Set(runs.map(({ id }) => id)).size).toBe(240);
      expect(new Set(runs.map((run) => `${run.task} ${run.cohort}`))).toEqual(new Set([`${task} table-2`]));
      expect(mean / factor.energyWhPerUnit.mean).toBeCloseTo(1, 10);
      expect(Math.sqrt(variance) / (factor.energyWhPerUnit.sd ?? NaN)).toBeCloseTo(1, 10);
    },
  );

  it('is what the tasks themselves show, ranked from the thriftiest to the costliest', async () => {
    for (const [index, [slug, mean, sd]] of TABLE_2.entries()) {
      const { body } = await service.get<TaskDto>(`/v1/tasks/${slug}`);
      const { energy } = body;
      expect([to4Digits(energy?.meanWhPerUnit ?? null), to4Digits(energy?.sdWhPerUnit ?? null)]).toEqual([
        mean,
        sd,
      ]);
      expect(energy).toMatchObject({ runs: 240, models: 8, datasets: 3, rank: index + 1 });
      expect(energy?.factorId).toBe((await table2Factor(slug)).id);
    }
  });
});

describe('headline figures', () => {
  it.each([
    ['bigscience/bloomz-7b1', 1.043e-4],
    ['bigscience/bloomz-3b', 7.334e-5],
    ['bigscience/bloomz-1b7', 6.239e-5],
    ['bigscience/bloomz-560m', 5.427e-5],
  ])('%s uses %d kWh per inference over its nine cells', async (model, kwh) => {
    const cells = await factors(
      `model=${encodeURIComponent(model)}&source=luccioni-2023&level=measured-cell`,
    );
    expect(cells).toHaveLength(9);
    expect(new Set(cells.map(({ zeroShot }) => zeroShot))).toEqual(new Set([true]));
    const mean = cells.reduce((sum, cell) => sum + cell.energyWhPerUnit.mean, 0) / cells.length / 1_000;
    expect(to4Digits(mean)).toBe(kwh);
  });

  it('the costliest image model uses 11.293 kWh per 1,000 images in the mean and 11.490 in its largest run', async () => {
    const model = 'model=stabilityai%2Fstable-diffusion-xl-base-1.0&source=luccioni-2023';
    const [factor] = await factors(`${model}&level=measured-model`);
    expect(factor?.perThousand.energyKwh.toFixed(3)).toBe('11.293');
    const { items: runs } = await walk<RunDto>(service, `/v1/factors/${factor?.id}/runs`, 500);
    const kwh = runs.map((run) => run.phases.find(({ phase }) => phase === 'query')?.energyKwh ?? 0);
    expect([kwh.length, Math.max(...kwh).toFixed(3)]).toEqual([30, '11.490']);
  });
});

describe('factors of a cell and of a model', () => {
  const path = 'task=summarization&source=luccioni-2023&model=facebook%2Fbart-large-cnn';

  it('are the mean of the runs of the cell, and of the cells of the model', async () => {
    const cells = await factors(`${path}&level=measured-cell`);
    expect(cells.map(({ dataset, n }) => [dataset, n.runs]).sort()).toEqual([
      ['cnn-dailymail', 10],
      ['samsum', 10],
      ['xsum', 10],
    ]);
    for (const cell of cells) {
      const { items: runs } = await walk<RunDto>(service, `/v1/factors/${cell.id}/runs`, 500);
      expect(new Set(runs.map(({ dataset }) => dataset))).toEqual(new Set([cell.dataset]));
    }
    const [model, ...more] = await factors(`${path}&level=measured-model`);
    expect(more).toEqual([]);
    const mean = cells.reduce((sum, cell) => sum + cell.energyWhPerUnit.mean, 0) / cells.length;
    expect((model?.energyWhPerUnit.mean ?? 0) / mean).toBeCloseTo(1, 10);
    expect(model?.n).toEqual({ runs: 30, models: 1, datasets: 3 });
  });

  it('are surer the more is known: cell before model before task', async () => {
    const sigma = async (filter: string): Promise<number> => {
      const [factor] = await factors(filter);
      return factor?.energyWhPerUnit.sigma ?? NaN;
    };
    const cell = await sigma(`${path}&level=measured-cell&dataset=xsum`);
    const model = await sigma(`${path}&level=measured-model`);
    const task = await sigma('task=summarization&source=luccioni-2023&level=task&zeroShot=false');
    expect(cell).toBeLessThan(model);
    expect(model).toBeLessThan(task);
  });

  it('never mix sources, scopes, hardware, units or zero-shot with the rest', async () => {
    const all = await factors('');
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const sample = all.filter(({ level }) => level === 'task').slice(0, 40);
    for (const factor of sample) {
      const { items: runs } = await walk<RunDto>(service, `/v1/factors/${factor.id}/runs`, 500);
      const { source, scope, hardware, zeroShot, task } = factor;
      const kinds = runs.map((r) => ({
        source: r.source,
        scope: r.scope,
        hardware: r.hardware,
        zeroShot: r.zeroShot,
        task: r.task,
      }));
      for (const kind of kinds) expect(kind).toEqual({ source, scope, hardware, zeroShot, task });
      expect(runs).toHaveLength(factor.n.runs);
    }
  });
});

describe('the basis of the emissions', () => {
  const one = async (basis = ''): Promise<FactorDto> => {
    const { id } = await table2Factor('text-generation');
    return (await service.get<FactorDto>(`/v1/factors/${id}${basis}`)).body;
  };

  it('is the grid where the study was measured, 138.75 g/kWh at PUE 1, unless another is asked for', async () => {
    const factor = await one();
    expect(factor).toMatchObject({
      carbonIntensityGPerKwh: 138.75,
      pue: 1,
      resolvedZone: { how: 'measurement' },
    });
    expect(factor.perThousand.emissionsGCo2e).toBeCloseTo(factor.perThousand.energyKwh * 138.75, 9);
  });

  it.each([
    ['?zone=SWE', 'SWE', 35.89, 1],
    ['?zone=us&pue=1.2', 'USA', 383.55, 1.2],
    ['?zone=gcp/us-west1&pue=5', 'GCP:us-west1', 79.23, 5],
  ])('follows %s in the list and one by one', async (basis, zone, intensity, pue) => {
    const factor = await one(basis);
    expect(factor).toMatchObject({ zone, carbonIntensityGPerKwh: intensity, pue });
    const grams = factor.energyWhPerUnit.mean * pue * intensity;
    expect(factor.perThousand.emissionsGCo2e / grams).toBeCloseTo(1, 12);
    expect((factor.emissionsGCo2ePerUnit.mean * 1_000) / grams).toBeCloseTo(1, 12);
    const { body } = await service.get<Page<FactorDto>>(
      `/v1/factors${basis}&limit=500&task=text-generation&level=task`,
    );
    expect(body.items.find(({ id }) => id === factor.id)).toEqual(factor);
  });

  it('leaves the energy alone', async () => {
    expect((await one('?zone=IND&pue=2')).energyWhPerUnit).toEqual((await one()).energyWhPerUnit);
  });
});

it.each([
  ['task=sumarization', 'UNKNOWN_TASK', 'task', 'summarization'],
  ['model=distilgpt-2', 'UNKNOWN_MODEL', 'model', 'distilgpt2'],
  ['dataset=cnn-dailymal', 'UNKNOWN_DATASET', 'dataset', 'cnn-dailymail'],
  ['source=lucioni-2023', 'UNKNOWN_SOURCE', 'source', 'luccioni-2023'],
  ['zone=swedn', 'UNKNOWN_ZONE', 'zone', 'Sweden'],
])('refuses the unknown name in %s with the one meant', async (filter, code, field, meant) => {
  const body = problem(await service.get(`/v1/factors?${filter}`));
  expect([body.status, body.code, fieldsOf(body)]).toEqual([422, code, [field]]);
  expect(suggestionsOf(body)).toContain(meant);
});

it.each([
  'pue=0.99',
  'pue=5.01',
  'pue=abc',
  'pue=',
  'level=cell',
  'scope=moon',
  'unit=kWh',
  'zeroShot=1',
  'batchMin=-1',
  'x=1',
])('refuses %s and names the field', async (filter) => {
  const body = problem(await service.get(`/v1/factors?${filter}`));
  expect([body.status, new Set(fieldsOf(body))]).toEqual([422, new Set([filter.split('=')[0]])]);
});

it.each([
  '/v1/factors/nope',
  '/v1/factors/nope/runs',
  '/v1/factors/00000000-0000-5000-8000-000000000000',
  '/v1/factors/%00/runs',
])('answers 404 for %s', async (path) => {
  expect(problem(await service.get(path)).code).toBe('NOT_FOUND');
});
