import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';
import { fieldsOf, problem } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterEach(async () => {
  expect((await service.get('/healthz')).status).toBe(200);
});

const post = (workload: object, more: object = {}) =>
  service.post<EstimateDto>('/v1/estimates', { workloads: [workload], ...more });

async function estimate(workload: object, more: object = {}): Promise<EstimateDto> {
  const { status, body, text } = await post(workload, more);
  if (status !== 200) throw new Error(text);
  return body;
}

const TEXT = { task: 'text-generation', zone: 'SWE', pue: 1, use: 'experiment' };
const relative = (actual: number | undefined, expected: number) => Math.abs((actual ?? NaN) / expected - 1);

describe('volumes', () => {
  it('in output tokens use factors per output token, and only those', async () => {
    const { workloads, perDay } = await estimate({ ...TEXT, task: 'chat', outputTokensPerDay: 1e9 });
    const factor = workloads[0]?.factor;
    expect(factor?.unit).toBe('output-token');
    expect(
      relative(perDay.energyKwh.mean, (1e9 * (factor?.energyWhPerUnit.mean ?? NaN)) / 1_000),
    ).toBeLessThan(1e-12);
    expect(perDay).toMatchObject({ inferences: null, volumes: [{ unit: 'output-token', amount: 1e9 }] });
  });

  it('in tokens are refused where the task was measured per inference only', async () => {
    const body = problem(await post({ ...TEXT, outputTokensPerDay: 1e9 }));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([422, 'NO_FACTOR', ['workloads.0.task']]);
    expect(body.detail).toContain('per inference');
  });

  it('in images use factors per image, in seconds of audio those per second', async () => {
    const { workloads } = await estimate({ ...TEXT, task: 'image-generation', imagesPerDay: 1_000 });
    expect(workloads[0]?.factor?.unit).toBe('image');
    expect(problem(await post({ ...TEXT, audioSecondsPerDay: 60 })).code).toBe('NO_FACTOR');
  });

  it('of unlike units have no sum and no common rate', async () => {
    const { status, body } = await service.post<EstimateDto>('/v1/estimates', {
      workloads: [
        { ...TEXT, inferencesPerDay: 5 },
        { ...TEXT, task: 'chat', outputTokensPerDay: 7 },
      ],
    });
    expect(status).toBe(200);
    expect(body.perDay).toMatchObject({ inferences: null, sciGPerUnit: null });
    expect(body.perDay.volumes).toEqual([
      { unit: 'inference', amount: 5 },
      { unit: 'output-token', amount: 7 },
    ]);
  });
});

describe('profiles', () => {
  it('spread the volume over the horizon: 5 days of a business week are 7 mean days', async () => {
    const workload = { ...TEXT, inferencesPerDay: 1_000, profile: { weekdayShare: 1 } };
    const { perDay, horizon } = await estimate(workload, { horizonDays: 5 });
    expect(relative(horizon.inferences ?? NaN, 7_000)).toBeLessThan(1e-9);
    expect(relative(perDay.inferences ?? NaN, 1_400)).toBeLessThan(1e-9);
    const weekly = { ...workload, profile: { weekly: [3, 3, 3, 3, 3, 0, 0] } };
    expect((await estimate(weekly, { horizonDays: 5 })).horizon.inferences).toBeCloseTo(7_000, 6);
  });

  it('grow by compound interest over the horizon; the day is its mean day', async () => {
    const workload = { ...TEXT, inferencesPerDay: 1_000, profile: { growthPerYear: 1 } };
    const { perDay, horizon, workloads } = await estimate(workload, { horizonDays: 365 });
    expect(relative(horizon.inferences ?? NaN, (365_000 * 1) / (365 * (2 ** (1 / 365) - 1)))).toBeLessThan(
      1e-9,
    );
    expect(relative(perDay.energyKwh.mean * 365, horizon.energyKwh.mean)).toBeLessThan(1e-12);
    expect(workloads[0]?.profile?.meanDay).toBeGreaterThan(1.4);
  });
});

describe('mixes', () => {
  const MODELS = [
    { model: 'gpt2', share: 0.25 },
    { model: 'distilgpt2', share: 0.75 },
  ];
  const REGIONS = [
    { zone: 'SWE', share: 0.5, pue: 1.1 },
    { cloudRegion: 'aws/us-west-2', share: 0.5, pue: 1.3 },
  ];

  it('give what their parts give as workloads of their own, interval and all', async () => {
    const { zone: _, ...anywhere } = TEXT;
    const mixed = await estimate({ ...anywhere, inferencesPerDay: 800, models: MODELS, regions: REGIONS });
    const apart = await service.post<EstimateDto>('/v1/estimates', {
      workloads: MODELS.flatMap(({ model, share }) =>
        REGIONS.map(({ share: place, ...region }) => ({
          ...anywhere,
          model,
          ...region,
          inferencesPerDay: 800 * share * place,
        })),
      ),
    });
    for (const part of ['mean', 'p5', 'p50', 'p95'] as const) {
      expect(
        relative(mixed.perDay.emissionsKgCo2e[part] ?? NaN, apart.body.perDay.emissionsKgCo2e[part] ?? NaN),
      ).toBeLessThan(1e-9);
    }
    const [workload] = mixed.workloads;
    expect(workload).toMatchObject({
      model: null,
      factor: null,
      zone: null,
      pue: null,
      level: 'measured-model',
    });
    expect(workload?.parts.map(({ model, share, zone }) => [model, share, zone.zone])).toEqual([
      ['gpt2', 0.125, 'SWE'],
      ['gpt2', 0.125, 'US-EGRID-NWPP'],
      ['distilgpt2', 0.375, 'SWE'],
      ['distilgpt2', 0.375, 'US-EGRID-NWPP'],
    ]);
  });

  it('of one entry are no mix', async () => {
    const { workloads } = await estimate({
      ...TEXT,
      inferencesPerDay: 1,
      models: [{ model: 'gpt2', share: 1 }],
    });
    expect(workloads[0]).toMatchObject({ model: 'gpt2', zone: { zone: 'SWE' } });
    expect(workloads[0]?.factor?.id).toBe(workloads[0]?.parts[0]?.factor.id);
  });

  it.each([
    [{ models: [{ model: 'gpt2', share: 0.5 }] }, 'SHARES_DO_NOT_SUM', 'models', '0.5'],
    [
      {
        models: [
          { model: 'gpt2', share: 0.6 },
          { model: 'distilgpt2', share: 0.400002 },
        ],
      },
      'SHARES_DO_NOT_SUM',
      'models',
      '1.000002',
    ],
    [
      {
        zone: undefined,
        regions: [
          { zone: 'SWE', share: 0.2 },
          { zone: 'USA', share: 0.3 },
        ],
      },
      'SHARES_DO_NOT_SUM',
      'regions',
      '0.5',
    ],
    [{ zone: undefined, regions: [{ zone: 'swedn', share: 1 }] }, 'UNKNOWN_ZONE', 'regions.0.zone', 'swedn'],
    [{ zone: undefined, regions: [{ share: 1 }] }, 'VALIDATION_FAILED', 'regions.0.zone', 'needs zone'],
    [{ models: [{ model: 'distilgpt-2', share: 1 }] }, 'UNKNOWN_MODEL', 'models.0.model', 'distilgpt-2'],
    [{ models: [{ model: 'gpt2', share: 1 }], model: 'gpt2' }, 'VALIDATION_FAILED', 'models', 'exclude'],
    [
      {
        models: [
          { model: 'gpt2', share: 0.5 },
          { share: 0.5, model: 'gpt2' },
        ],
      },
      'VALIDATION_FAILED',
      'models.1',
      'the same as workloads.0.models.0',
    ],
    [{ regions: [{ zone: 'USA', share: 1 }] }, 'VALIDATION_FAILED', 'regions', 'exclude'],
  ])('%j is refused as %s', async (more, code, field, said) => {
    const body = problem(await post({ ...TEXT, inferencesPerDay: 1, ...more }));
    expect([body.status, body.code, fieldsOf(body)]).toEqual([422, code, [`workloads.0.${field}`]]);
    expect(body.detail).toContain(said);
  });

  it('as large as they may be are computed, larger ones refused', async () => {
    const regions = Array.from({ length: 100 }, () => ({ zone: 'SWE', share: 0.01 }));
    const workload = { task: 'text-generation', inferencesPerDay: 1, pue: 1, regions };
    const send = (count: number) =>
      service.post<EstimateDto>('/v1/estimates', { workloads: Array<object>(count).fill(workload) });
    expect((await send(20)).body.workloads).toHaveLength(20);
    expect(problem(await send(101))).toMatchObject({ status: 422, code: 'OUT_OF_RANGE' });
  });
});
