import { METHOD_VERSION } from '../src/core/method.js';
import type { VarianceComponentsDto } from '../src/modules/factors/factor-evidence.dto.js';
import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import type { TaskComparisonDto } from '../src/modules/factors/task-comparison.dto.js';
import type { RunDto } from '../src/modules/runs/run.dto.js';
import { walk } from './support/pages.js';
import { fieldsOf, problem, suggestionsOf } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});

const factors = async (filter: string): Promise<readonly FactorDto[]> =>
  (await walk<FactorDto>(service, `/v1/factors?${filter}`, 500)).items;

const STUDY = 'source=luccioni-2023';

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
        method: METHOD_VERSION,
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
