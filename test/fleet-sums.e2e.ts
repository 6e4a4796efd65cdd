import type { EstimateDto } from '../src/modules/estimate/estimate.dto.js';
import type { IntervalDto } from '../src/modules/factors/index.js';
import { startService } from './support/service.js';
import type { Service } from './support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});

const at = (more: object): object => ({ zone: 'SWE', pue: 1, use: 'experiment', ...more });
const TEXT = at({ task: 'text-generation', inferencesPerDay: 1e8 });

async function estimate(workloads: readonly object[]): Promise<EstimateDto> {
  const { status, body, text } = await service.post<EstimateDto>('/v1/estimates', { workloads });
  if (status !== 200) throw new Error(text);
  return body;
}

const off = (actual: number | null, expected: number): number => Math.abs((actual ?? NaN) / expected - 1);

/**
 * P5, P50 and P95 of a Monte Carlo simulation made outside the project when method 1.0.0 was reviewed: two million draws
 * of the sum of the two factors' lognormals, independent, at the volumes below, PUE 1, kWh a day.
 */
it.each<[string, object, [number, number, number]]>([
  ['few videos', at({ task: 'video-generation', inferencesPerDay: 1e3 }), [1_352, 5_365, 212_271]],
  [
    'zero-shot classifiers',
    at({ task: 'text-classification', zeroShot: true, inferencesPerDay: 1e8 }),
    [2_779, 9_794, 50_233],
  ],
  ['images', at({ task: 'image-generation', inferencesPerDay: 1e6 }), [2_358, 6_925, 21_408]],
])('totals of texts beside %s have the percentiles of a simulation', async (_name, other, [p5, p50, p95]) => {
  const { perDay, workloads } = await estimate([other, TEXT]);
  const { energyKwh } = perDay;
  expect(off(energyKwh.p5, p5)).toBeLessThan(0.03);
  expect(off(energyKwh.p50, p50)).toBeLessThan(0.03);
  expect(off(energyKwh.p95, p95)).toBeLessThan(0.03);
  for (const part of ['p5', 'p50', 'p95'] as const) {
    const own = workloads.map(
      ({ perDay: { energyKwh: interval } }: { perDay: { energyKwh: IntervalDto } }) => interval[part] ?? NaN,
    );
    expect(energyKwh[part]).toBeGreaterThanOrEqual(Math.max(...own));
  }
});

it('warns of a factor that spans orders of magnitude, and says what narrows it', async () => {
  const { warnings } = await estimate([at({ task: 'video-generation', inferencesPerDay: 10 }), TEXT]);
  const wide = warnings.filter(({ code }) => code === 'WIDE_INTERVAL');
  expect(wide).toEqual([expect.objectContaining({ workload: 0 })]);
  expect(wide[0]?.message).toMatch(/P95 of the factor is \d+ times its P5.*give model/);
});
