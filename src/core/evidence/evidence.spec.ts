import fc from 'fast-check';
import { LogNormal, momentsOf, type Moments, type VarianceComponents } from '../statistics/index.js';
import {
  componentsOf,
  distributionOf,
  fitParameters,
  measuredCellEvidence,
  measuredModelEvidence,
  parametersEvidence,
  publishedEvidence,
  taskEvidence,
  type CellStatistics,
  type Evidence,
} from './index.js';

function cell(model: string, dataset: string, ...wh: number[]): CellStatistics {
  return { model, dataset, energy: momentsOf(wh), lnEnergy: momentsOf(wh.map(Math.log)) };
}

/** What is reported for a day of 10,000,000 inferences, kWh: Wh per inference × 10⁷/10³. */
function perDay(evidence: Evidence): Record<'mean' | 'p5' | 'p50' | 'p95', number> {
  const { mean, p5, p50, p95 } = LogNormal.summary(distributionOf(evidence)!, evidence.mean);
  return { mean: mean * 1e4, p5: p5 * 1e4, p50: p50 * 1e4, p95: p95 * 1e4 };
}

const COMPONENTS: VarianceComponents = {
  models: ['a', 'b'],
  datasets: ['x', 'y'],
  runsPerCell: 10,
  grandMean: -3,
  sigma2Run: 0.0004,
  sigma2ModelDataset: 0.0002,
  sigma2Dataset: 0.0003,
  sigma2Model: 0.16,
  modelSpreadIncludes: [],
  sigma2ModelMeans: 0.17,
  truncated: [],
};

describe('level published', () => {
  it('0.047 ± 0.03 for ten million a day is 470 kWh, P5 151, P50 396, P95 1,036', () => {
    const day = perDay(publishedEvidence({ mean: 0.047, sd: 0.03 }));
    expect(day.mean).toBeCloseTo(470, 9);
    expect([day.p5, day.p50, day.p95].map(Math.floor)).toEqual([151, 396, 1036]);
  });

  it('has the mean and the sd that were printed', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 10, noNaN: true }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        (mean, sd) => {
          const { mu, sigma } = publishedEvidence({ mean, sd });
          const fitted = LogNormal.meanOf({ mu, sigma: sigma! });
          expect(fitted / mean).toBeCloseTo(1, 8);
          expect(fitted * Math.sqrt(Math.expm1(sigma! ** 2))).toBeCloseTo(sd, 5);
        },
      ),
    );
  });

  it('refuses a mean that is not above 0', () => {
    expect(() => publishedEvidence({ mean: 0, sd: 0.1 })).toThrow('mean must be');
  });
});

describe('level task', () => {
  /** Text generation of the study: μ = −3.22498, σ_m = 0.626761, M = 8, mean 0.0469044 kWh per 1,000. */
  const constant = (n: number, mean: number): Moments => ({ n, mean, m2: 0 });
  const names = Array.from({ length: 8 }, (_, i) => `model-${i}`);
  const cells = names.map((model) => ({
    model,
    dataset: 'wikitext',
    energy: constant(10, 0.0469044),
    lnEnergy: constant(10, -3.22498),
  }));
  const evidence = taskEvidence(cells, { ...COMPONENTS, models: names, sigma2Model: 0.626761 ** 2 });

  it('text generation for ten million a day is 469.0 kWh, P5–P95 113–1,401', () => {
    const day = perDay(evidence);
    expect(day.mean.toFixed(1)).toBe('469.0');
    expect([day.p5, day.p95].map(Math.round)).toEqual([113, 1401]);
    expect(evidence).toMatchObject({
      level: 'task',
      degreesOfFreedom: 7,
      n: { runs: 80, models: 8, datasets: 1 },
    });
  });

  it('gives each model one voice, however often it was measured', () => {
    const often = cell('often', 'x', ...Array.from({ length: 98 }, () => 1));
    const { mean, mu } = taskEvidence([often, cell('often', 'y', 3), cell('once', 'x', 6)], null);
    expect(mean).toBeCloseTo((2 + 6) / 2, 12);
    expect(mu).toBeCloseTo((Math.log(3) / 2 + Math.log(6)) / 2, 12);
  });

  it('has the plain mean and sd over runs where all cells have as many', () => {
    const balanced = [
      cell('a', 'x', 1, 2),
      cell('a', 'y', 3, 5),
      cell('b', 'x', 8, 13),
      cell('b', 'y', 21, 34),
    ];
    const all = momentsOf([1, 2, 3, 5, 8, 13, 21, 34]);
    const { mean, sd } = taskEvidence(balanced, componentsOf(balanced));
    expect(mean).toBeCloseTo(all.mean, 12);
    expect(sd).toBeCloseTo(Math.sqrt(all.m2 / 7), 10);
  });

  it('does not know its spread from one model, and says null', () => {
    const single = [cell('a', 'x', 1, 2)];
    expect(taskEvidence(single, componentsOf(single))).toMatchObject({ sigma: null, degreesOfFreedom: null });
  });

  it('does not read a truncated spread between models as certainty', () => {
    const noisy = [
      cell('a', 'x', 1, 1.1),
      cell('a', 'y', 8, 8.1),
      cell('b', 'x', 8, 8.2),
      cell('b', 'y', 1.2, 1.1),
    ];
    const components = componentsOf(noisy)!;
    expect(components).toMatchObject({ sigma2Model: 0, truncated: expect.arrayContaining(['model']) });
    const means = [
      noisy.slice(0, 2).reduce((sum, { lnEnergy }) => sum + lnEnergy.mean / 2, 0),
      noisy.slice(2).reduce((sum, { lnEnergy }) => sum + lnEnergy.mean / 2, 0),
    ];
    const raw = Math.sqrt(((means[0]! - means[1]!) ** 2 / 2) * (1 + 1 / 2));
    const { sigma } = taskEvidence(noisy, components);
    expect(sigma).toBeCloseTo((raw * 6.313752) / 1.644854, 5);
    expect(sigma).toBeGreaterThan(0);
  });

  it('does not take one measurement entered twice for two models that agree', () => {
    const twice = [cell('gptj-99', 'x', 0.3), cell('gptj-99.9', 'x', 0.3)];
    expect(taskEvidence(twice, componentsOf(twice))).toMatchObject({ mean: 0.3, sigma: null });
  });

  it('refuses to speak without runs', () => {
    expect(() => taskEvidence([], null)).toThrow(expect.objectContaining({ code: 'NO_FACTOR' }));
  });
});

describe('level measured-cell', () => {
  it('is the mean of the runs, as sure as s²_run/R', () => {
    const evidence = measuredCellEvidence(cell('a', 'x', 1, 2, 3, 6), COMPONENTS);
    expect(evidence).toMatchObject({ level: 'measured-cell', mean: 3, degreesOfFreedom: null });
    expect(evidence.mu).toBeCloseTo(Math.log(36) / 4, 12);
    expect(evidence.sigma).toBeCloseTo(0.01, 12);
  });

  it('from one run has no sd of its own, and a spread only if the task tells one', () => {
    const once = cell('a', 'x', 2);
    expect(measuredCellEvidence(once, COMPONENTS)).toMatchObject({
      sd: null,
      sigma: expect.closeTo(0.02, 12),
    });
    expect(measuredCellEvidence(once, componentsOf([once])).sigma).toBeNull();
  });
});

describe('level measured-model', () => {
  const cells = [cell('a', 'x', 1, 1), cell('a', 'y', 3, 3)];

  it('is the mean over datasets, as sure as s²_d + s²_md + s²_run/R', () => {
    const evidence = measuredModelEvidence(cells, COMPONENTS);
    expect(evidence).toMatchObject({
      level: 'measured-model',
      mean: 2,
      n: { runs: 4, models: 1, datasets: 2 },
    });
    expect(evidence.sigma).toBeCloseTo(Math.sqrt(0.0003 + 0.0002 + 0.0004 / 2), 12);
  });

  it('is no surer for more datasets: the spread is that of the next one', () => {
    const more = [...cells, cell('a', 'z', 2, 2), cell('a', 'w', 2, 2)];
    expect(measuredModelEvidence(more, COMPONENTS).sigma).toBe(
      measuredModelEvidence(cells, COMPONENTS).sigma,
    );
  });

  it('does not take an unknown spread between datasets for none', () => {
    expect(measuredModelEvidence(cells, { ...COMPONENTS, sigma2Dataset: null }).sigma).toBeNull();
    expect(measuredModelEvidence(cells, null).sigma).toBeNull();
  });
});

describe('level parameters', () => {
  /** ln P = 0, 1, 2, 3 and ln Wh = 0, 2, 1, 3: a = 0.3, b = 0.8, s²_res = 0.9. */
  const sized = (lnWh: number[]): Parameters<typeof fitParameters>[0] =>
    lnWh.map((value, i) => ({ parameters: Math.exp(i), cells: [cell(`model-${i}`, 'x', Math.exp(value))] }));

  it('predicts from size with the spread of the fit, t with n − 2', () => {
    const evidence = parametersEvidence(fitParameters(sized([0, 2, 1, 3]))!, Math.exp(1.5));
    expect(evidence).toMatchObject({
      level: 'parameters',
      degreesOfFreedom: 2,
      sd: null,
      n: { models: 4, runs: 4 },
    });
    expect(evidence.mu).toBeCloseTo(1.5, 12);
    expect(evidence.sigma).toBeCloseTo((Math.sqrt(1.125) * 2.919986) / 1.644854, 5);
    expect(evidence.mean).toBeCloseTo(Math.exp(1.5 + 0.45), 10);
  });

  it('is not offered where size says too little', () => {
    expect(fitParameters(sized([1, 3, 0, 2]))).toBeNull();
    expect(fitParameters(sized([0, 1]))).toBeNull();
  });
});
