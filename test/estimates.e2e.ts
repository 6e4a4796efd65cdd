import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';
import type { EstimateTotalDto } from '../src/modules/estimate/total.dto.js';
import type { ScenarioDto } from '../src/modules/estimate/scenario/scenario.dto.js';
import type { FactorDto } from '../src/modules/factors/factor.dto.js';
import { problem } from './support/problem.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});

type Workload = Readonly<Record<string, unknown>>;
const FLEET = { task: 'text-generation', users: 10_000_000, inferencesPerUserPerDay: 1, zone: 'USA', pue: 1 };

async function estimate(workloads: readonly Workload[], more: Workload = {}): Promise<EstimateDto> {
  const { status, body, text } = await service.post<EstimateDto>('/v1/estimates', { workloads, ...more });
  if (status !== 200) throw new Error(text);
  return body;
}

const relative = (actual: number | null | undefined, expected: number): number =>
  Math.abs((actual ?? NaN) / expected - 1);

it('gives 469.0 kWh and 179.9 kg a day for ten million text generations in the USA', async () => {
  const { perDay, workloads } = await estimate([FLEET]);
  expect(perDay.inferences).toBe(10_000_000);
  expect(relative(perDay.energyKwh.mean, 469.0)).toBeLessThan(0.002);
  expect(relative(perDay.emissionsKgCo2e.mean, 179.9)).toBeLessThan(0.002);
  expect(workloads[0]).toMatchObject({
    level: 'task',
    zone: { zone: 'USA', carbonIntensityGPerKwh: 383.55 },
  });
});

it('gives its energy with the interval 113 to 1,401 kWh', async () => {
  const { energyKwh } = (await estimate([FLEET])).perDay;
  expect(relative(energyKwh.p5, 113)).toBeLessThan(0.01);
  expect(relative(energyKwh.p95, 1401)).toBeLessThan(0.01);
  expect(energyKwh.p50).toBeGreaterThan(energyKwh.p5 ?? NaN);
  expect(energyKwh.p50).toBeLessThan(energyKwh.mean);
});

it('agrees with a pocket calculator: volume × factor × PUE × intensity', async () => {
  const { perDay, workloads } = await estimate([{ ...FLEET, pue: 1.25, zone: 'SWE' }]);
  const [workload] = workloads;
  const { body: factor } = await service.get<FactorDto>(`/v1/factors/${workload?.factor?.id}`);
  const kwh = (10_000_000 * factor.energyWhPerUnit.mean * 1.25) / 1_000;
  expect(relative(perDay.energyKwh.mean, kwh)).toBeLessThan(1e-12);
  expect(relative(perDay.emissionsKgCo2e.mean, (kwh * 35.89) / 1_000)).toBeLessThan(1e-12);
});

it('does not narrow the interval with volume: percentiles grow with the mean', async () => {
  const small = (await estimate([{ ...FLEET, users: 1 }])).perDay.emissionsKgCo2e;
  const large = (await estimate([{ ...FLEET, users: 1e15 }])).perDay.emissionsKgCo2e;
  for (const part of ['mean', 'p5', 'p50', 'p95'] as const) {
    expect(relative(large[part], (small[part] ?? NaN) * 1e15)).toBeLessThan(1e-9);
  }
});

it.each([1, 999_999_999_999_999, 1e15, 123_456_789_012_345, 2 ** 31, 2 ** 32 + 1])(
  'echoes the volume %d exactly, over REST and GraphQL',
  async (volume) => {
    const workload = { task: 'text-generation', inferencesPerDay: volume };
    const { perDay, workloads } = await estimate([workload]);
    expect([perDay.inferences, workloads[0]?.perDay.inferences]).toEqual([volume, volume]);
    const byUsers = await estimate([{ task: 'text-generation', users: volume, inferencesPerUserPerDay: 1 }]);
    expect(byUsers.perDay.inferences).toBe(volume);
    const { data } = await service.graphql<{ estimate: EstimateDto }>(
      'query ($input: EstimateInput!) { estimate(input: $input) { perDay { inferences } } }',
      { input: { workloads: [{ task: 'text-generation', users: volume, inferencesPerUserPerDay: 1 }] } },
    );
    expect(data.estimate.perDay.inferences).toBe(volume);
  },
);

it('adds the workloads up: volumes and means, in order and by label', async () => {
  const labels = ['a', 'b', 'c', 'd'];
  const tasks = ['text-generation', 'summarization', 'image-generation', 'text-classification'];
  const zones = ['USA', 'SWE', 'IND', 'gcp/us-west1'];
  const result = await estimate(
    labels.map((label, i) => ({
      label,
      task: tasks[i],
      inferencesPerDay: 1_000 * (i + 1),
      zone: zones[i],
      pue: 1 + i / 10,
    })),
    { horizonDays: 30, name: 'fleet' },
  );
  expect(result).toMatchObject({ name: 'fleet', horizonDays: 30 });
  expect(result.workloads.map(({ label, task }) => [label, task])).toEqual(
    labels.map((label, i) => [label, tasks[i]]),
  );
  for (const span of ['perDay', 'perYear', 'horizon'] as const) {
    const parts: EstimateTotalDto[] = result.workloads.map((workload) => workload[span]);
    const sum = (of: (total: EstimateTotalDto) => number) =>
      parts.reduce((total, part) => total + of(part), 0);
    expect(result[span].inferences).toBe(sum((t) => t.inferences ?? NaN));
    expect(
      relative(
        result[span].energyKwh.mean,
        sum((t) => t.energyKwh.mean),
      ),
    ).toBeLessThan(1e-12);
    expect(
      relative(
        result[span].emissionsKgCo2e.mean,
        sum((t) => t.emissionsKgCo2e.mean),
      ),
    ).toBeLessThan(1e-12);
  }
  expect(relative(result.horizon.energyKwh.mean, result.perDay.energyKwh.mean * 30)).toBeLessThan(1e-12);
  expect(relative(result.perYear.energyKwh.mean, result.perDay.energyKwh.mean * 365)).toBeLessThan(1e-12);
});

it('splits a workload without moving the mean or the interval: what the halves share does not average out', async () => {
  const whole = (await estimate([FLEET])).perDay;
  const halves = (
    await estimate([
      { ...FLEET, users: 5_000_000 },
      { ...FLEET, users: 5_000_000 },
    ])
  ).perDay;
  for (const part of ['mean', 'p5', 'p50', 'p95'] as const) {
    expect(relative(halves.emissionsKgCo2e[part], whole.emissionsKgCo2e[part] ?? NaN)).toBeLessThan(1e-9);
  }
});

it('takes the best evidence that the workload allows and says which', async () => {
  const model = {
    task: 'summarization',
    model: 'facebook/bart-large-cnn',
    inferencesPerDay: 1_000,
    zone: 'SWE',
  };
  const { workloads } = await estimate([
    { ...model, dataset: 'xsum' },
    model,
    { ...model, model: undefined },
  ]);
  expect(workloads.map(({ level }) => level)).toEqual(['measured-cell', 'measured-model', 'task']);
  const sigmas = workloads.map(({ factor }) => factor?.energyWhPerUnit.sigma ?? NaN);
  expect([...sigmas].sort((a, b) => a - b)).toEqual(sigmas);
});

it('shares out the whole variance', async () => {
  const { workloads } = await estimate([{ ...FLEET, pue: undefined }]);
  const shares = workloads[0]?.varianceShares;
  if (!shares) throw new Error('no variance shares');
  expect(shares.energyIntensity + shares.pue + shares.carbonIntensity).toBeCloseTo(1, 9);
  expect(Math.min(shares.energyIntensity, shares.pue, shares.carbonIntensity)).toBeGreaterThan(0);
});

it('takes zone and PUE from a cloud region and says so', async () => {
  const { workloads } = await estimate([
    { task: 'text-generation', inferencesPerDay: 1, cloudRegion: 'aws/us-west-2' },
  ]);
  expect(workloads[0]).toMatchObject({
    zone: { zone: 'US-EGRID-NWPP', how: 'cloud-region', asked: 'aws/us-west-2' },
    pue: { value: 1.12, source: 'cloud-region', year: 2024 },
  });
});

it('warns where it had to assume: no zone, no PUE, a country that varies inside', async () => {
  const bare = await estimate([{ task: 'text-generation', inferencesPerDay: 1 }]);
  expect(bare.warnings.map(({ code }) => code).sort()).toEqual(['PUE_NOT_GIVEN', 'ZONE_NOT_GIVEN']);
  const experiment = { ...FLEET, use: 'experiment' };
  expect((await estimate([experiment])).warnings.map(({ code }) => code)).toEqual(['SUB_REGION_UNKNOWN']);
  expect((await estimate([{ ...experiment, zone: 'SWE' }])).warnings).toEqual([]);
});

it('gives the same id to the same question, however its fields are ordered, and another to another', async () => {
  const first = await estimate([FLEET]);
  const same = await estimate([Object.fromEntries(Object.entries(FLEET).reverse())]);
  expect(same).toEqual(first);
  expect((await estimate([{ ...FLEET, users: 10_000_001 }])).id).not.toBe(first.id);
});

it('refuses text that no database can store, in a name as in a label', async () => {
  const half = '\ud83d';
  for (const body of [
    { name: `half ${half}`, store: true, workloads: [FLEET] },
    { store: true, workloads: [{ ...FLEET, label: `half ${half}` }] },
  ]) {
    const answer = await service.post('/v1/estimates', body);
    expect([answer.status, problem(answer).errors[0]?.field]).toEqual([
      422,
      body.name ? 'name' : 'workloads.0.label',
    ]);
  }
});

it('says so where grids that do not count the same are added or compared', async () => {
  const direct = { ...FLEET, zone: undefined, cloudRegion: 'aws/us-west-2' };
  const codes = async (...workloads: Workload[]) =>
    (await estimate(workloads)).warnings.map(({ code }) => code);
  expect(await codes(FLEET, { ...FLEET, zone: 'SWE' })).not.toContain('GRID_SERIES_MIXED');
  expect(await codes(FLEET, direct)).toContain('GRID_SERIES_MIXED');
  const { body } = await service.post<ScenarioDto>('/v1/scenarios', {
    a: { workloads: [FLEET] },
    b: { workloads: [direct] },
  });
  expect(body.warnings.map(({ code }) => code)).toEqual(['GRID_SERIES_MIXED']);
});

it('keeps a receipt where it is asked to, unchanged, and only there', async () => {
  const kept = await estimate([FLEET], { store: true, name: 'kept \u{1F331} "q" \\ \u0007' });
  const receipt = await service.get<EstimateDto>(`/v1/estimates/${kept.id}`);
  expect(receipt.body).toEqual(kept);
  const { data } = await service.graphql<{ storedEstimate: { id: string } }>(
    `{ storedEstimate(id: "${kept.id}") { id name } }`,
  );
  expect(data.storedEstimate).toEqual({ id: kept.id, name: kept.name });
  const other = await estimate([{ ...FLEET, users: 3 }]);
  expect(other.stored).toBe(false);
  for (const id of [other.id, 'nope', '%00']) {
    expect(problem(await service.get(`/v1/estimates/${id}`)).code).toBe('NOT_FOUND');
  }
});

it('answers a thousand workloads', async () => {
  const many = await estimate(Array.from({ length: 1_000 }, () => ({ ...FLEET, users: 10_000 })));
  const one = await estimate([FLEET]);
  expect(many.workloads).toHaveLength(1_000);
  expect(relative(many.perDay.emissionsKgCo2e.p95, one.perDay.emissionsKgCo2e.p95 ?? NaN)).toBeLessThan(1e-6);
});

/** A workload whose answer has every part, so that no member is null for want of input. */
const WHOLE = {
  ...FLEET,
  parametersB: 1,
  wueSiteLPerKwh: 0.3,
  profile: { weekdayShare: 0.8 },
  production: { scenarios: ['batching-text'] },
  embodied: { kgCo2e: 150, lifetimeYears: 4, utilisation: 0.5, secondsPerUnit: 0.1 },
  marketBased: { contractShare: 0.5 },
};

it('is the same over GraphQL as over REST, field by field', async () => {
  const input = {
    workloads: [WHOLE, { ...WHOLE, zone: 'SWE' }],
    horizonDays: 90,
    currency: 'EUR',
    electricityPricePerKwh: 0.2,
    name: 'both',
  };
  const { body } = await service.post<EstimateDto>('/v1/estimates', input);
  const { data, errors } = await service.graphql<{ estimate: EstimateDto; createEstimate?: EstimateDto }>(
    `query ($input: EstimateInput!) { estimate(input: $input) ${selectionOf(body)} }`,
    { input },
  );
  expect(errors).toBeUndefined();
  expect(data.estimate).toEqual(body);
  const { data: written } = await service.graphql<{ createEstimate: EstimateDto }>(
    `mutation ($input: EstimateInput!) { createEstimate(input: $input) ${selectionOf(body)} }`,
    { input },
  );
  expect(written.createEstimate).toEqual(body);
});

/** Objects that are null in the answer but must be selected by their fields. */
const NULL_OBJECTS: Readonly<Record<string, string>> = {
  imputation: '{ slope }',
  live: '{ used }',
};

function selectionOf(value: unknown): string {
  if (Array.isArray(value)) return selectionOf(value[0]);
  if (typeof value !== 'object' || value === null) return '';
  return `{ ${Object.entries(value)
    .map(([name, field]) => `${name} ${field === null ? (NULL_OBJECTS[name] ?? '') : selectionOf(field)}`)
    .join(' ')} }`;
}
