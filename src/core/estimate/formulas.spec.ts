import fc from 'fast-check';
import type { Evidence } from '../evidence/index.js';
import {
  commonAmount,
  dayTotal,
  embodiedKgCo2e,
  equivalentsOf,
  exact,
  exceedsOneMachine,
  inferencesToParity,
  overDays,
  parityInterval,
  productionInput,
  sharesOf,
  uncertain,
  varianceByInput,
  varianceShares,
  volumesOf,
  waterScope,
  workloadDay,
} from './index.js';
import type { WorkloadInputs } from './index.js';

const inputs = (more: Partial<WorkloadInputs> = {}): WorkloadInputs => ({
  volume: { unit: 'inference', amount: 1_000_000 },
  energyWhPerUnit: uncertain('factor:a', 0.05, 0.6),
  boundaryK: 1,
  scales: [],
  pue: uncertain('pue:x', 1.2, 0.03),
  carbonIntensityGPerKwh: uncertain('grid:X', 400, 0.08),
  dataQuality: exact(1),
  measuredIntensityGPerKwh: 138.75,
  contract: null,
  embodied: null,
  water: { siteLPerKwh: null, gridLPerKwh: null },
  electricityPricePerKwh: null,
  ...more,
});
const total = (...parts: Partial<WorkloadInputs>[]) =>
  dayTotal(parts.map((part) => workloadDay(inputs(part))));

describe('one workload', () => {
  it('agrees with a pocket calculator in every figure', () => {
    const day = total({
      contract: { share: 0.25, intensityGPerKwh: 20 },
      water: { siteLPerKwh: 0.3, gridLPerKwh: 2 },
      electricityPricePerKwh: 0.2,
      embodied: { key: 'embodied:x', kgCo2e: 150, secondsPerUnit: 0.1, lifetimeYears: 4, utilisation: 0.5 },
    });
    expect(day.energyKwh.mean).toBeCloseTo(60, 10);
    expect(day.emissionsKgCo2e.mean).toBeCloseTo(24, 10);
    expect(day.asMeasuredKgCo2e?.mean).toBeCloseTo(50 * 0.13875, 10);
    expect(day.marketBasedKgCo2e?.mean).toBeCloseTo(60 * (0.25 * 0.02 + 0.75 * 0.4), 10);
    expect(day.waterL?.mean).toBeCloseTo(50 * (0.3 + 1.2 * 2), 10);
    expect(day.electricityCost?.mean).toBeCloseTo(12, 10);
    const embodied = (1e6 * 0.1 * 150) / (4 * 365 * 86_400 * 0.5);
    expect(day.embodiedKgCo2e?.mean).toBeCloseTo(embodied, 10);
    expect(day.sciGPerUnit?.mean).toBeCloseTo(((24 + embodied) * 1_000) / 1e6, 12);
  });

  it('scales by k in what is used and not in what was measured', () => {
    const k = productionInput({ id: 'x', central: 0.1, low: 0.05, high: 0.2 });
    const [plain, scaled] = [total({}), total({ scales: [k] })];
    expect(scaled.energyKwh.mean / plain.energyKwh.mean).toBeCloseTo(0.1, 12);
    expect(scaled.asMeasuredKgCo2e).toEqual(plain.asMeasuredKgCo2e);
    const share = total({ boundaryK: 0.2, energyWhPerUnit: uncertain('factor:a', 0.01, 0.6) });
    expect(share.asMeasuredKgCo2e?.mean).toBeCloseTo(plain.asMeasuredKgCo2e?.mean ?? NaN, 10);
  });

  it('leaves unknown what is not known, and is no lower for it', () => {
    const day = total({ measuredIntensityGPerKwh: null });
    expect(day).toMatchObject({
      asMeasuredKgCo2e: null,
      marketBasedKgCo2e: null,
      embodiedKgCo2e: null,
      waterL: null,
      electricityCost: null,
    });
    const unknown = total({
      energyWhPerUnit: { key: 'factor:b', mean: 0.05, mu: Math.log(0.04), sigma: null },
    });
    expect(unknown.energyKwh).toEqual({
      mean: expect.closeTo(60, 9) as number,
      p5: null,
      p50: null,
      p95: null,
    });
  });

  it('counts no electricity of a contract of 0 g, and says 0 for certain where all is under it', () => {
    const day = total({ contract: { share: 1, intensityGPerKwh: 0 } });
    expect(day.marketBasedKgCo2e).toEqual({ mean: 0, p5: 0, p50: 0, p95: 0 });
  });
});

describe('a total', () => {
  it('is null where one workload is unknown, but counts the uncontracted at their grid', () => {
    const day = total({ water: { siteLPerKwh: 1, gridLPerKwh: null } }, {});
    expect(day.waterL).toBeNull();
    const contracted = total({ contract: { share: 1, intensityGPerKwh: 0 } }, {});
    expect(contracted.marketBasedKgCo2e?.mean).toBeCloseTo(24, 10);
  });

  it('has no rate per unit where the units differ', () => {
    const day = total({}, { volume: { unit: 'output-token', amount: 1e6 } });
    expect(day.sciGPerUnit).toBeNull();
    expect(day.volumes).toEqual([
      { unit: 'inference', amount: 1e6 },
      { unit: 'output-token', amount: 1e6 },
    ]);
    expect(commonAmount(day.volumes)).toBeNull();
  });

  it('grows with days in all but its rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 36_500 }), (days) => {
        const [one, many] = [total({}, {}), overDays(total({}, {}), days)];
        expect(many.energyKwh.p95! / one.energyKwh.p95!).toBeCloseTo(days, 6);
        expect(many.sciGPerUnit).toEqual(one.sciGPerUnit);
      }),
    );
  });
});

describe('variance shares', () => {
  it('are exact for one product and sum to 1', () => {
    const shares = varianceShares(workloadDay(inputs()).emissionsKgCo2e);
    const sum = 0.6 ** 2 + 0.03 ** 2 + 0.08 ** 2;
    expect(shares).toEqual({
      energyIntensity: expect.closeTo(0.36 / sum, 12) as number,
      production: 0,
      pue: expect.closeTo(0.0009 / sum, 12) as number,
      carbonIntensity: expect.closeTo(0.0064 / sum, 12) as number,
      dataQuality: 0,
    });
  });

  it('of a total sum to 1 and put what all share before what each has alone', () => {
    const parts = ['A', 'B', 'C', 'D'].map((zone) =>
      workloadDay(inputs({ carbonIntensityGPerKwh: uncertain(`grid:${zone}`, 400, 0.6) })),
    );
    const ranked = varianceByInput(parts.flatMap((part) => part.emissionsKgCo2e)) ?? [];
    expect(ranked[0]).toMatchObject({ key: 'factor:a' });
    expect(ranked.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(ranked[0]!.share).toBeGreaterThan(4 * ranked[1]!.share * 0.99);
  });
});

describe('embodied emissions', () => {
  it('over the whole life at full use are those of the item', () => {
    const units = (4 * 365 * 86_400) / 0.5;
    const all = embodiedKgCo2e(units, {
      ...{ key: 'embodied:x', kgCo2e: 150, secondsPerUnit: 0.5 },
      lifetimeYears: 4,
      utilisation: 1,
    });
    expect(all.mean).toBeCloseTo(150, 9);
  });
});

describe('training against inference', () => {
  it.each([
    [51_686, 7_571, 1.0e-4, 592_570_000],
    [25_634, 3_242, 7.3e-5, 395_561_644],
    [17_052, 1_081, 6.2e-5, 292_467_742],
    [10_505, 543, 5.4e-5, 204_592_593],
  ])('%d + %d kWh at %d kWh are %d inferences: Table 5', (trainingKwh, fineTuningKwh, each, expected) => {
    expect(Math.round(inferencesToParity({ trainingKwh, fineTuningKwh }, each))).toBe(expected);
  });

  it('takes the reciprocal of the interval: P5 of the energy is P95 of the inferences', () => {
    const evidence = { mean: 0.12, mu: Math.log(0.1), sigma: 0.4 } as Evidence;
    const parity = parityInterval({ trainingKwh: 1_000, fineTuningKwh: 0 }, evidence);
    const p5 = 0.1 * Math.exp(-1.6448536269514722 * 0.4);
    expect(parity.p95).toBeCloseTo(1_000 / (p5 / 1_000), 3);
    expect(parity.mean).toBeCloseTo(1_000 / 0.00012, 3);
  });
});

describe('small rules', () => {
  it('bring shares that were rounded to 1, and refuse others by name and sum', () => {
    expect(sharesOf('models', [0.3333333, 0.3333333, 0.3333334]).reduce((a, b) => a + b)).toBeCloseTo(1, 15);
    expect(() => sharesOf('models', [0.5, 0.4])).toThrow('the shares of models sum to 0.9, not to 1');
    expect(() => sharesOf('models', [0.5, 0.500002])).toThrow(
      expect.objectContaining({ code: 'SHARES_DO_NOT_SUM' }),
    );
  });

  it('compute charges from kWh and kilometres from grams, never one by way of the other', () => {
    const totals = { energyKwh: 38, emissionsKgCo2e: 2.442 };
    expect(equivalentsOf({ quantity: 'energy', perOne: 0.019 }, totals)).toBeCloseTo(2_000, 9);
    expect(equivalentsOf({ quantity: 'emissions', perOne: 0.2442 }, totals)).toBeCloseTo(10, 9);
  });

  it('tell when one machine at batch 1 no longer does', () => {
    expect(exceedsOneMachine(86_400, 1)).toBe(false);
    expect(exceedsOneMachine(86_401, 1)).toBe(true);
    expect(exceedsOneMachine(1e15, null)).toBeNull();
  });

  it('read a range as P5 to P95, and none as unknown', () => {
    const { sigma } = productionInput({ id: 'x', central: 1, low: 0.5, high: 2 });
    expect(Math.exp(1.6448536269514722 * (sigma ?? NaN))).toBeCloseTo(2, 12);
    expect(productionInput({ id: 'x', central: 1, low: null, high: null }).sigma).toBeNull();
  });

  it('name the water that is counted', () => {
    expect(waterScope({ siteLPerKwh: 0, gridLPerKwh: null })).toBe('site');
    expect(waterScope({ siteLPerKwh: 1, gridLPerKwh: 0 })).toBe('site-and-grid');
    expect(waterScope({ siteLPerKwh: null, gridLPerKwh: 2 })).toBeNull();
  });

  it('add volumes of one unit', () => {
    const one = { unit: 'image', amount: 2 } as const;
    expect(volumesOf([one, one])).toEqual([{ unit: 'image', amount: 4 }]);
  });
});
