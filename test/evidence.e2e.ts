import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';
import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { ReferenceDto } from '../src/modules/references/reference.dto.js';
import type { RunDto } from '../src/modules/runs/run.dto.js';
import { walk } from './support/pages.js';
import type { Page } from './support/pages.js';
import { fieldsOf, problem, suggestionsOf } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});

const factors = async (filter: string): Promise<readonly FactorDto[]> =>
  (await walk<FactorDto>(service, `/v1/factors?${filter}`, 500)).items;

const estimate = async (workload: object, more: object = {}): Promise<EstimateDto> => {
  const reply = await service.post<EstimateDto>('/v1/estimates', { ...more, workloads: [workload] });
  expect([reply.status, reply.text]).toEqual([200, expect.any(String)]);
  return reply.body;
};

const TEXT = { task: 'text-generation', inferencesPerDay: 1e7, zone: 'USA', pue: 1 };
const STUDY = 'source=luccioni-2023';

describe('a model that was not measured but whose size is known', () => {
  it('gets a factor from the regression of its task, named with fit, range and neighbours', async () => {
    const [factor, ...more] = await factors('task=text-generation&parametersB=3&level=parameters');
    expect(more).toEqual([]);
    expect(factor).toMatchObject({
      level: 'parameters',
      status: 'imputed',
      model: null,
      imputation: { parametersB: 3, models: 8, outsideRange: false },
    });
    const { slope, intercept, residualSd, rSquared, neighbours } = factor!.imputation!;
    expect([slope.toFixed(2), residualSd.toFixed(2)]).toEqual(['0.37', '0.30']);
    expect(rSquared).toBeGreaterThan(0.3);
    expect(neighbours.map(({ model }) => model)).toEqual([
      'gpt2-xl',
      'facebook/opt-6.7b',
      'facebook/opt-1.3b',
    ]);
    expect((factor?.energyWhPerUnit.p50 ?? 0) / Math.exp(intercept + slope * Math.log(3))).toBeCloseTo(1, 9);
  });

  it('is cited by an id that leads back to it, and to the runs behind the regression', async () => {
    const [factor] = await factors('task=text-generation&model=acme%2Fnew-model&parametersB=0.35');
    expect((await service.get(`/v1/factors/${factor?.id}`)).body).toEqual(factor);
    const { items } = await walk<RunDto>(service, `/v1/factors/${factor?.id}/runs`, 500);
    expect(items).toHaveLength(240);
    expect(problem(await service.get(`/v1/factors/${factor?.id}0000000`)).status).toBe(404);
  });

  it.each([
    ['parametersB=0.01', true],
    ['parametersB=1', false],
    ['parametersB=70', true],
  ])('%s: outside the measured sizes is %p', async (size, outside) => {
    const [factor] = await factors(`task=text-generation&level=parameters&${size}`);
    expect(factor?.imputation?.outsideRange).toBe(outside);
  });

  it('is not offered where size explains too little: masked language modelling', async () => {
    expect(await factors('task=masked-language-modelling&level=parameters&parametersB=1')).toEqual([]);
  });

  it('does not replace what was measured', async () => {
    const found = await factors('task=text-generation&model=gpt2-xl&parametersB=1.5');
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['measured']));
  });

  it('is estimated with a warning; without its size it stays unknown, and the answer says what would help', async () => {
    const { workloads, warnings } = await estimate({ ...TEXT, model: 'acme/new-model', parametersB: 3 });
    expect(workloads[0]).toMatchObject({
      model: 'acme/new-model',
      level: 'parameters',
      parametersB: 3,
      factor: { status: 'imputed', imputation: { parametersB: 3 } },
    });
    expect(warnings.map(({ code }) => code)).toContain('IMPUTED_FROM_SIZE');
    const body = problem(
      await service.post('/v1/estimates', { workloads: [{ ...TEXT, model: 'acme/new-model' }] }),
    );
    expect([body.status, body.code, fieldsOf(body)]).toEqual([422, 'UNKNOWN_MODEL', ['workloads.0.model']]);
    expect(body.detail).toContain('parametersB');
  });

  it('falls back on the task, and says so, where size explains too little', async () => {
    const { workloads, warnings } = await estimate({
      ...TEXT,
      task: 'masked-language-modelling',
      parametersB: 3,
    });
    expect([workloads[0]?.level, warnings.map(({ code }) => code)]).toEqual([
      'task',
      expect.arrayContaining(['PARAMETERS_NOT_USED']),
    ]);
  });

  it.each([
    ['level=parameters', 'parametersB'],
    ['parametersB=0', 'parametersB'],
    ['parametersB=1e9', 'parametersB'],
  ])('refuses %s', async (filter, field) => {
    const body = problem(await service.get(`/v1/factors?task=chat&${filter}`));
    expect([body.status, fieldsOf(body)]).toEqual([422, [field]]);
  });

  it('is the same over GraphQL', async () => {
    const [rest] = await factors('task=text-generation&parametersB=3&level=parameters');
    const { data } = await service.graphql<{ factors: Page<{ id: string; imputation: { slope: number } }> }>(
      '{ factors(task: "text-generation", parametersB: 3, level: "parameters") { items { id imputation { slope } } } }',
    );
    expect(data.factors.items).toEqual([{ id: rest?.id, imputation: { slope: rest?.imputation?.slope } }]);
  });
});

describe('figures in print', () => {
  it('stand beside the measured ones with their own level: the ten of Table 2', async () => {
    const printed = await factors(`${STUDY}&level=published`);
    expect(printed).toHaveLength(10);
    const text = printed.find(({ task }) => task === 'text-generation');
    expect(text).toMatchObject({
      status: 'published',
      n: { runs: 0, models: 0, datasets: 0 },
      energyWhPerUnit: { mean: 0.047, sd: 0.03 },
      publication: { year: 2024 },
    });
  });

  it('give the worked example when asked for by level: 470 kWh a day, P5 151, P50 396, P95 1,036', async () => {
    const { perDay } = await estimate({ ...TEXT, level: 'published' });
    const { mean, p5, p50, p95 } = perDay.energyKwh;
    expect([mean, p5, p50, p95].map((value) => Math.floor((value ?? NaN) + 1e-9))).toEqual([
      470, 151, 396, 1036,
    ]);
  });

  it('of other services are listed with why they do not compare, and shown with text workloads only', async () => {
    const { body } = await service.get<Page<ReferenceDto>>('/v1/references');
    expect(body.items.map(({ id }) => id)).toEqual([
      'epoch-ai-gpt-4o-query-2025',
      'google-gemini-median-prompt-2025',
      'mistral-large-2-400-token-answer-2025',
    ]);
    for (const each of body.items) {
      expect([each.scope, each.method, each.notComparable]).toEqual(
        Array(3).fill(expect.stringMatching(/\S/)),
      );
    }
    expect(body.items[2]?.energyWhPerUnit).toBeNull();
    expect((await estimate(TEXT)).reference).toEqual(body.items);
    expect((await estimate({ ...TEXT, task: 'image-generation' })).reference).toEqual([]);
    const { data } = await service.graphql<{ references: { total: number } }>('{ references { total } }');
    expect(data.references.total).toBe(3);
    const unknown = problem(await service.get('/v1/references/google-gemini'));
    expect([unknown.status, suggestionsOf(unknown)]).toEqual([404, ['google-gemini-median-prompt-2025']]);
  });
});

describe('the reference estimate', () => {
  it('is untouched by data quality and references: 469.0 kWh, P5 113, P95 1,401', async () => {
    const { perDay, includesQuality, workloads } = await estimate(TEXT);
    expect(perDay.energyKwh.mean.toFixed(1)).toBe('469.0');
    expect([perDay.energyKwh.p5, perDay.energyKwh.p95].map((v) => Math.round(v ?? 0))).toEqual([113, 1401]);
    expect([includesQuality, workloads[0]?.varianceShares?.dataQuality]).toEqual([false, 0]);
  });

  it('widens by the data quality when asked to, around the same mean', async () => {
    const [plain, widened] = [await estimate(TEXT), await estimate(TEXT, { includeQuality: true })];
    expect(widened.perDay.energyKwh.mean).toBe(plain.perDay.energyKwh.mean);
    expect(widened.perDay.energyKwh.p5).toBeLessThan(plain.perDay.energyKwh.p5 ?? 0);
    expect(widened.perDay.energyKwh.p95).toBeGreaterThan(plain.perDay.energyKwh.p95 ?? Infinity);
    const [workload] = widened.workloads;
    const sigma2 = (workload?.factor.energyWhPerUnit.sigma ?? 0) ** 2 + (workload?.quality.sigma ?? 0) ** 2;
    const { p5, p95 } = widened.perDay.energyKwh;
    expect((Math.log((p95 ?? 0) / (p5 ?? 0)) / 2 / 1.6448536) ** 2).toBeCloseTo(sigma2, 6);
  });
});

describe('boundaries', () => {
  it('one-gpu-share scales the study by k: 101 kWh and 38.8 kg a day, labelled as an estimate', async () => {
    const plain = await estimate(TEXT);
    const { boundary, perDay, workloads, warnings } = await estimate(TEXT, { boundary: 'one-gpu-share' });
    expect(boundary).toBe('one-gpu-share');
    expect(workloads[0]?.factor.boundary).toMatchObject({
      name: 'one-gpu-share',
      k: 0.21558,
      label: expect.stringContaining('estimate'),
      source: expect.stringContaining('56 W'),
    });
    for (const part of ['mean', 'p5', 'p50', 'p95'] as const) {
      expect((perDay.energyKwh[part] ?? 0) / (plain.perDay.energyKwh[part] ?? 0)).toBeCloseTo(0.21558, 9);
    }
    expect([perDay.energyKwh.mean.toFixed(0), perDay.emissionsKgCo2e.mean.toFixed(1)]).toEqual([
      '101',
      '38.8',
    ]);
    expect(warnings.map(({ code }) => code)).toContain('BOUNDARY_ESTIMATED');
  });

  it('scales the factors of the study in the list, one by one and over GraphQL', async () => {
    const [plain] = await factors(`${STUDY}&task=text-generation&level=task`);
    const [scaled] = await factors(`${STUDY}&task=text-generation&level=task&boundary=one-gpu-share`);
    expect(scaled?.energyWhPerUnit.mean).toBeCloseTo((plain?.energyWhPerUnit.mean ?? 0) * 0.21558, 12);
    expect(scaled?.energyWhPerUnit.sigma).toBe(plain?.energyWhPerUnit.sigma);
    expect((await service.get(`/v1/factors/${plain?.id}?boundary=one-gpu-share`)).body).toEqual(scaled);
    const { data } = await service.graphql<{ factor: { boundary: { k: number } } }>(
      `{ factor(id: "${plain?.id}", boundary: "one-gpu-share") { boundary { k } } }`,
    );
    expect(data.factor.boundary.k).toBe(0.21558);
  });

  it.each([
    ['/v1/factors?source=ml-energy-v3&boundary=one-gpu-share', 'BOUNDARY_UNAVAILABLE'],
    ['/v1/factors?task=chat&boundary=one-gpu-share', 'BOUNDARY_UNAVAILABLE'],
    ['/v1/factors?boundary=half-a-gpu', 'VALIDATION_FAILED'],
  ])('refuses %s', async (path, code) => {
    const body = problem(await service.get(path));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([422, code, ['boundary']]);
  });

  it('refuses an estimate from another source within it', async () => {
    const body = problem(
      await service.post('/v1/estimates', {
        boundary: 'one-gpu-share',
        workloads: [{ ...TEXT, task: 'chat' }],
      }),
    );
    expect([body.status, body.code, fieldsOf(body)]).toEqual([422, 'BOUNDARY_UNAVAILABLE', ['boundary']]);
  });
});
