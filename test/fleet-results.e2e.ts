import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});

const TEXT = {
  task: 'text-generation',
  inferencesPerDay: 1_000_000,
  zone: 'SWE',
  pue: 1.2,
  use: 'experiment',
};
const relative = (actual: number | null | undefined, expected: number) =>
  Math.abs((actual ?? NaN) / expected - 1);

async function estimate(workloads: object[], more: object = {}): Promise<EstimateDto> {
  const { status, body, text } = await service.post<EstimateDto>('/v1/estimates', { workloads, ...more });
  if (status !== 200) throw new Error(text);
  return body;
}

it('shows the grams of the study, at 138.75 g/kWh, beside those of the grid asked for', async () => {
  const { perDay, workloads } = await estimate([TEXT]);
  const kwh = (1e6 * (workloads[0]?.factor?.energyWhPerUnit.mean ?? NaN)) / 1_000;
  expect(relative(perDay.asMeasuredKgCo2e?.mean, kwh * 0.13875)).toBeLessThan(1e-9);
  expect(relative(perDay.emissionsKgCo2e.mean, kwh * 1.2 * 0.03589)).toBeLessThan(1e-9);
  expect(workloads[0]?.parts[0]?.measuredZone?.carbonIntensityGPerKwh).toBe(138.75);
  const chat = await estimate([{ ...TEXT, task: 'chat' }]);
  expect(chat.perDay.asMeasuredKgCo2e).toBeNull();
});

it('keeps market-based emissions apart, and only where a contract is given', async () => {
  const contracted = { ...TEXT, marketBased: { contractShare: 0.75, contractIntensityGPerKwh: 10 } };
  const { perDay, workloads } = await estimate([contracted, TEXT]);
  const [own, other] = workloads.map((workload) => workload.perDay);
  const kwh = own?.energyKwh.mean ?? NaN;
  expect(relative(own?.marketBasedKgCo2e?.mean, (kwh * (0.75 * 10 + 0.25 * 35.89)) / 1_000)).toBeLessThan(
    1e-9,
  );
  expect(other?.marketBasedKgCo2e).toBeNull();
  const sum = (own?.marketBasedKgCo2e?.mean ?? NaN) + (other?.emissionsKgCo2e.mean ?? NaN);
  expect(relative(perDay.marketBasedKgCo2e?.mean, sum)).toBeLessThan(1e-9);
  expect(relative(own?.emissionsKgCo2e.mean, (kwh * 35.89) / 1_000)).toBeLessThan(1e-9);
});

it('counts the making of hardware where it is asked to: N·t·S/(L·u)', async () => {
  const embodied = { item: 'gpu-server-without-gpus-bloom', utilisation: 0.5 };
  const { perDay, workloads } = await estimate([{ ...TEXT, embodied }]);
  const seconds = workloads[0]?.factor?.secondsPerUnit ?? NaN;
  const expected = (1e6 * seconds * 2_500) / (6 * 365 * 86_400 * 0.5);
  expect(relative(perDay.embodiedKgCo2e?.mean, expected)).toBeLessThan(1e-9);
  expect(perDay.embodiedKgCo2e?.p95).toBeGreaterThan(perDay.embodiedKgCo2e?.mean ?? NaN);
  expect(perDay.sciIncludesEmbodied).toBe(true);
  const sci = ((perDay.emissionsKgCo2e.mean + expected) * 1_000) / 1e6;
  expect(relative(perDay.sciGPerUnit?.mean, sci)).toBeLessThan(1e-9);
  const plain = await estimate([TEXT]);
  expect(plain.perDay).toMatchObject({ embodiedKgCo2e: null, sciIncludesEmbodied: false });
  const untimed = await estimate([{ ...TEXT, task: 'chat', source: 'ml-energy-v3', embodied }]);
  expect(untimed.perDay.embodiedKgCo2e).toBeNull();
  expect(untimed.warnings.map(({ code }) => code)).toContain('EMBODIED_TIME_UNKNOWN');
});

it('counts water by the request, the cloud region or the provider, and leaves it null elsewhere', async () => {
  const itKwh = (day: EstimateDto['perDay'], pue: number) => day.energyKwh.mean / pue;
  const asked = (await estimate([{ ...TEXT, wueSiteLPerKwh: 0.5, wueGridLPerKwh: 2 }])).perDay;
  expect(relative(asked.waterL?.mean, itKwh(asked, 1.2) * (0.5 + 1.2 * 2))).toBeLessThan(1e-9);
  expect(asked.waterScope).toBe('site-and-grid');
  const { zone: _, pue: __, ...anywhere } = TEXT;
  const region = await estimate([{ ...anywhere, cloudRegion: 'aws/ap-northeast-1' }]);
  const [part] = region.workloads[0]?.parts ?? [];
  expect(part?.wue).toMatchObject({ siteLPerKwh: 0.91, source: 'cloud-region', year: 2024 });
  expect(relative(region.perDay.waterL?.mean, itKwh(region.perDay, 1.27) * 0.91)).toBeLessThan(1e-9);
  const provider = await estimate([{ ...anywhere, zone: 'SWE', provider: 'aws' }]);
  expect(provider.workloads[0]).toMatchObject({
    pue: { value: 1.14, source: 'provider', year: 2025, sigma: 0.12 },
  });
  expect(provider.perDay).toMatchObject({
    waterScope: 'site',
    waterL: { mean: expect.any(Number) as number },
  });
  expect((await estimate([TEXT])).perDay).toMatchObject({ waterL: null, waterScope: null });
});

it('gives the cost of electricity in the currency named', async () => {
  const result = await estimate([TEXT, { ...TEXT, electricityPricePerKwh: 0.1 }], {
    currency: 'EUR',
    electricityPricePerKwh: 0.3,
  });
  const [first, second] = result.workloads.map(({ perDay }) => perDay.electricityCost?.mean ?? NaN);
  expect(result.currency).toBe('EUR');
  expect(relative(first, (second ?? NaN) * 3)).toBeLessThan(1e-9);
  expect(relative(result.perDay.electricityCost?.mean, result.perDay.energyKwh.mean * 0.2)).toBeLessThan(
    1e-9,
  );
});

it('says what to measure next: shares of the total by input, largest first', async () => {
  const { varianceByInput, varianceShares } = await estimate([
    TEXT,
    { ...TEXT, task: 'text-classification', zone: 'USA' },
  ]);
  const shares = varianceByInput.map(({ share }) => share);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  expect([...shares].sort((a, b) => b - a)).toEqual(shares);
  expect(varianceByInput[0]).toMatchObject({ kind: 'energyIntensity', workloads: [0] });
  const sum = Object.values(varianceShares ?? {}).reduce((total: number, share: number) => total + share, 0);
  expect(sum).toBeCloseTo(1, 9);
});

it('computes charges from kWh and kilometres from grams, with source and vintage', async () => {
  const { equivalences, perYear } = await estimate([TEXT]);
  const byId = new Map(equivalences.map((each) => [each.id, each]));
  expect(
    relative(byId.get('smartphone-charge-energy')?.perYear, perYear.energyKwh.mean / 0.019),
  ).toBeLessThan(1e-9);
  expect(
    relative(byId.get('smartphone-charge-energy-2024')?.perYear, perYear.energyKwh.mean / 0.022),
  ).toBeLessThan(1e-9);
  expect(relative(byId.get('gasoline-car-km')?.perYear, perYear.emissionsKgCo2e.mean / 0.2442)).toBeLessThan(
    1e-9,
  );
  expect(
    relative(byId.get('us-home-electricity-year')?.perYear, perYear.emissionsKgCo2e.mean / 4_798),
  ).toBeLessThan(1e-9);
  expect(byId.has('smartphone-charge-emissions')).toBe(false);
  for (const { source, vintage } of equivalences)
    expect([source, vintage]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)]);
});

describe('production', () => {
  it('is applied only where it is asked for, and named', async () => {
    const [plain, scaled] = [
      await estimate([TEXT]),
      await estimate([{ ...TEXT, production: { scenarios: ['batching-text'] } }]),
    ];
    expect(plain.boundary).toBe('as-measured');
    expect(scaled.boundary).toBe('production');
    expect(relative(scaled.perDay.energyKwh.mean, plain.perDay.energyKwh.mean * 0.1566)).toBeLessThan(1e-9);
    expect(scaled.perDay.asMeasuredKgCo2e).toEqual(plain.perDay.asMeasuredKgCo2e);
    expect(scaled.workloads[0]?.parts[0]?.production).toEqual([
      expect.objectContaining({ scenario: 'batching-text', kind: 'batching', k: 0.1566, year: 2025 }),
    ]);
    expect(scaled.varianceShares?.production).toBeGreaterThan(0);
  });

  it('takes k of the request as it is, and several scenarios as their product', async () => {
    const plain = (await estimate([TEXT])).perDay.energyKwh;
    const k = (await estimate([{ ...TEXT, production: { k: 0.05 } }])).perDay.energyKwh;
    expect(relative(k.p95, (plain.p95 ?? NaN) * 0.05)).toBeLessThan(1e-9);
    const both = await estimate([{ ...TEXT, production: { scenarios: ['batching-text', 'idle-capacity'] } }]);
    expect(relative(both.perDay.energyKwh.mean, plain.mean * 0.1566 * 1.11)).toBeLessThan(1e-9);
    expect(both.perDay.energyKwh.p5).toBeNull();
  });

  it('warns where a factor at batch 1 stands for a service, naming the measured alternative and its number', async () => {
    const codes = async (more: object) => (await estimate([{ ...TEXT, ...more }])).warnings;
    const [warning] = (await codes({ use: 'production' })).filter(
      ({ code }) => code === 'BATCH_1_IN_PRODUCTION',
    );
    expect(warning?.message).toMatch(/chat, [\d.e-]+ Wh per request of \d+ output tokens at batch \d+/);
    const id = /factor ([0-9a-f-]{36})/.exec(warning?.message ?? '')?.[1];
    expect((await service.get(`/v1/factors/${id}`)).status).toBe(200);
    const threshold = 86_400 / 0.1645;
    const few = { use: undefined, inferencesPerDay: Math.floor(threshold * 0.9) };
    const many = { use: undefined, inferencesPerDay: Math.ceil(threshold * 1.1) };
    expect((await codes(few)).map(({ code }) => code)).not.toContain('BATCH_1_IN_PRODUCTION');
    expect((await codes(many)).map(({ code }) => code)).toContain('BATCH_1_IN_PRODUCTION');
    expect((await codes({ ...many, use: 'experiment' })).length).toBe(0);
  });
});
