import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';
import type { VarianceComponentsDto } from '../src/modules/factors/factor-evidence.dto.js';
import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { TaskComparisonDto } from '../src/modules/factors/task-comparison.dto.js';
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

describe('data quality', () => {
  it('scores the source, the place and the year, each with its reason', async () => {
    const [factor] = await factors(`${STUDY}&task=text-generation&level=task&zone=SWE`);
    expect(factor?.quality.scores).toMatchObject({
      reliability: { score: 3, reason: expect.stringContaining('NVML') },
      completeness: { score: 4 },
      temporal: { reason: expect.stringMatching(/^measured in 2023, used in 20\d\d$/) },
      geographical: { score: 3, reason: expect.stringContaining('used in SWE') },
      technology: { score: 3 },
    });
    const scores = Object.values(factor!.quality.scores).map(({ score }) => score);
    expect(factor?.quality.score).toBeCloseTo(scores.reduce((sum, score) => sum + score, 0) / 5, 12);
  });

  it('is better for a power analyser at the wall than for a meter with constants', async () => {
    const [wall] = await factors('source=mlperf-inference-v4.1');
    const [node] = await factors(STUDY);
    expect(wall?.quality.scores.reliability.score).toBe(1);
    expect(node?.quality.scores.reliability.score).toBe(3);
  });

  it('is stated with method, accounting, GWP and unit on every factor', async () => {
    for (const { basis } of await factors('task=summarization')) {
      expect(basis).toMatchObject({
        accounting: 'location-based',
        gwp: 'GWP100',
        unit: 'CO2e',
        method: '1.0.0',
      });
    }
  });

  it('names what the runs cannot tell where the interval is null', async () => {
    const unknown = (await factors('task=chat&level=measured-model')).filter(
      ({ energyWhPerUnit }) => energyWhPerUnit.sigma === null,
    );
    expect(unknown.length).toBeGreaterThan(0);
    for (const { spreadMissing, energyWhPerUnit } of unknown) {
      expect(spreadMissing.length).toBeGreaterThan(0);
      expect([energyWhPerUnit.p5, energyWhPerUnit.p95]).toEqual([null, null]);
    }
  });

  it('never shows a spread of 0', async () => {
    const certain = (await factors('')).filter(({ energyWhPerUnit }) => energyWhPerUnit.sigma === 0);
    expect(certain).toEqual([]);
  });
});

describe('flagged runs', () => {
  const path = `${STUDY}&level=measured-cell`;

  it('are used by default and left out on request, by factor as by its runs', async () => {
    const all = await factors(path);
    const without = new Map((await factors(`${path}&excludeFlags=outlier-15pct`)).map((f) => [f.id, f]));
    const flagged = all.filter(({ flags }) => flags.includes('outlier-15pct'));
    expect(flagged.length).toBeGreaterThan(0);
    for (const factor of flagged) {
      const { items } = await walk<RunDto>(service, `/v1/factors/${factor.id}/runs`, 500);
      const kept = items.filter(({ flags }) => !flags.includes('outlier-15pct'));
      const wh = kept.map(
        ({ phases }) => phases.find(({ phase }) => phase === 'query')?.energyWhPerUnit ?? NaN,
      );
      const cleaned = without.get(factor.id);
      expect(cleaned?.excludedFlags).toEqual(['outlier-15pct']);
      expect(cleaned?.n.runs).toBe(kept.length);
      expect((cleaned?.energyWhPerUnit.mean ?? 0) / (wh.reduce((a, b) => a + b, 0) / wh.length)).toBeCloseTo(
        1,
        10,
      );
    }
    const untouched = all.find(({ flags }) => flags.length === 0);
    expect(without.get(untouched?.id ?? '')?.n).toEqual(untouched?.n);
  });

  it('are all left out by "any"', async () => {
    const found = await factors(`${path}&excludeFlags=any`);
    expect(
      new Set(found.flatMap(({ flags }) => flags).filter((flag) => flag !== 'spread-truncated')),
    ).toEqual(new Set());
  });

  it('refuses a flag that no run carries', async () => {
    const body = problem(await service.get('/v1/factors?excludeFlags=outlier-15pc'));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([422, 'UNKNOWN_FLAG', ['excludeFlags']]);
    expect(suggestionsOf(body)).toContain('outlier-15pct');
  });
});

describe('a task over its sources', () => {
  it('lists one factor of each source, scope, unit and machine, and says why they differ', async () => {
    const { body } = await service.get<TaskComparisonDto>('/v1/tasks/summarization/factors');
    expect(body.baseline).toMatchObject({ source: 'luccioni-2023', level: 'task', cohort: 'table-2' });
    const mlperf = body.others.find(({ factor }) => factor.source === 'mlperf-inference-v4.1');
    expect(mlperf?.differsBy).toEqual(
      expect.arrayContaining([
        'scope: system-wall vs node-components',
        'unit: output-token vs inference',
        'year 2024 vs 2023',
      ]),
    );
    expect(mlperf?.timesBaseline).toBeNull();
  });

  it('tells batch, output length, machine and year of three editions apart', async () => {
    const { body } = await service.get<TaskComparisonDto>('/v1/tasks/chat/factors');
    expect(new Set(body.others.map(({ factor }) => factor.source)).size).toBeGreaterThan(1);
    for (const { factor, differsBy, timesBaseline } of body.others) {
      expect(differsBy.length).toBeGreaterThan(0);
      const saysHardware = differsBy.includes(`hardware: ${factor.hardware} vs ${body.baseline?.hardware}`);
      expect(saysHardware).toBe(factor.hardware !== body.baseline?.hardware);
      expect(timesBaseline === null).toBe(factor.unit !== body.baseline?.unit);
    }
    expect(body.others.flatMap(({ differsBy }) => differsBy).join('\n')).toMatch(/^batch \d+ vs 1$/m);
  });

  it('is the same over GraphQL', async () => {
    const { body } = await service.get<TaskComparisonDto>('/v1/tasks/chat/factors');
    const { data } = await service.graphql<{ task: { comparison: { others: { differsBy: string[] }[] } } }>(
      '{ task(slug: "chat") { comparison { others { differsBy } } } }',
    );
    expect(data.task.comparison.others.map(({ differsBy }) => differsBy)).toEqual(
      body.others.map(({ differsBy }) => differsBy),
    );
  });

  it('shows where its spread comes from', async () => {
    const { items } = await walk<VarianceComponentsDto>(
      service,
      '/v1/tasks/text-generation/variance-components',
      10,
    );
    const study = items.find(({ source, zeroShot }) => source === 'luccioni-2023' && !zeroShot);
    expect(study).toMatchObject({ models: 8, datasets: 3, cohort: 'table-2' });
    const { sigmaRun, sigmaModelDataset, sigmaDataset, sigmaModel } = study!;
    expect([sigmaRun, sigmaModelDataset, sigmaDataset, sigmaModel].map((s) => s?.toPrecision(3))).toEqual([
      '0.0210',
      '0.0133',
      '0.0145',
      '0.627',
    ]);
  });

  it.each(['/v1/tasks/nope/factors', '/v1/tasks/nope/variance-components'])(
    'answers 404 for %s',
    async (path) => {
      expect(problem(await service.get(path)).status).toBe(404);
    },
  );
});
