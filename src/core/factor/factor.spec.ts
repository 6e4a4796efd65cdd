import fc from 'fast-check';
import { LogNormal, momentsOf } from '../statistics/index.js';
import type { CellIdentity } from '../run/index.js';
import {
  deriveGroup,
  deriveGroups,
  differencesBetween,
  FACTOR_FLAGS,
  imputeFactor,
  publishedFactor,
  statusOf,
  withinBoundary,
} from './index.js';
import type { MeasuredCell, Stratum } from './index.js';

const IDENTITY: CellIdentity = {
  sourceId: 'lab',
  task: 'chat',
  zeroShot: false,
  inputVariant: null,
  cohort: null,
  modelId: 'a',
  dataset: 'x',
  hardware: '8x-a100',
  energyScope: 'node-components',
  energyMethod: 'nvml',
  meter: null,
  phase: 'query',
  weightPrecision: null,
  engine: null,
  parallelism: null,
  scenario: null,
  batchSize: 1,
  outputShape: null,
};

function cell(
  change: Partial<CellIdentity>,
  wh: readonly number[],
  more: Partial<MeasuredCell> = {},
): MeasuredCell {
  const identity = { ...IDENTITY, ...change };
  return {
    id: `${identity.modelId}/${identity.dataset}`,
    identity,
    unit: 'inference',
    energyWh: momentsOf(wh),
    lnEnergy: momentsOf(wh.map(Math.log)),
    secondsPerUnit: null,
    loadWh: 2,
    outputTokensPerUnit: 10,
    flags: [],
    measured: { from: '2023-09', to: '2023-11' },
    ...more,
  };
}

const STRATUM: Omit<Stratum, 'energyWh' | 'lnEnergy'> = {
  flags: [],
  secondsPerUnit: { n: 0, mean: 0 },
  loadWh: { n: 0, mean: 0 },
  outputTokensPerUnit: { n: 0, mean: 0 },
  measured: { from: null, to: null },
};

const SIZES: Readonly<Record<string, number>> = { a: 1e8, b: 1e9, c: 1e10 };
const context = { cohortOf: () => null, parametersOf: (model: string) => SIZES[model] ?? null };
const group = deriveGroup(
  [cell({}, [1, 1.1]), cell({ modelId: 'b' }, [2, 2.1]), cell({ modelId: 'c' }, [4.1, 4.2])],
  context,
)!;

describe('a factor imputed from size', () => {
  it('comes from the regression of its group, with the nearest models by ln size', () => {
    const factor = imputeFactor(group, 2e9);
    expect(factor).toMatchObject({
      modelId: null,
      evidence: { level: 'parameters' },
      outputTokensPerUnit: 10,
    });
    expect(factor?.imputation).toMatchObject({ smallest: 1e8, largest: 1e10, outsideRange: false });
    expect(factor?.imputation?.neighbours.map(({ modelId }) => modelId)).toEqual(['b', 'c', 'a']);
    expect(factor?.evidence.mu).toBeGreaterThan(Math.log(2));
    expect(factor?.evidence.mu).toBeLessThan(Math.log(4));
  });

  it('says when the size lies outside those measured', () => {
    expect(imputeFactor(group, 9.9e7)?.imputation?.outsideRange).toBe(true);
    expect(imputeFactor(group, 1e8)?.imputation?.outsideRange).toBe(false);
    expect(imputeFactor(group, 1.1e10)?.imputation?.outsideRange).toBe(true);
  });

  it('is not offered by two models, nor by models of unknown size', () => {
    const two = deriveGroup([cell({}, [1]), cell({ modelId: 'b' }, [2])], context)!;
    const unsized = deriveGroup(
      ['p', 'q', 'r'].map((modelId, i) => cell({ modelId }, [i + 1])),
      context,
    )!;
    expect([imputeFactor(two, 1e9), imputeFactor(unsized, 1e9)]).toEqual([null, null]);
  });
});

describe('a factor within another boundary', () => {
  it('has mean, sd and every percentile times k, and the same spread of the logarithm', () => {
    const [factor] = group.factors;
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), (k) => {
        const { evidence, coldStartEnergyWh } = withinBoundary(factor!, { k });
        const before = factor!.evidence;
        expect(evidence.mean).toBeCloseTo(before.mean * k, 12);
        expect(evidence.sd).toBeCloseTo((before.sd ?? NaN) * k, 12);
        expect(evidence.sigma).toBe(before.sigma);
        for (const z of [-1.6449, 0, 1.6449]) {
          const at = (mu: number) => LogNormal.quantile({ mu, sigma: before.sigma ?? NaN }, z);
          expect(at(evidence.mu) / (at(before.mu) * k)).toBeCloseTo(1, 10);
        }
        expect(coldStartEnergyWh).toBeNull();
      }),
    );
  });
});

describe('why two factors differ', () => {
  const other = deriveGroup(
    [
      cell({ sourceId: 'other', energyScope: 'gpu', hardware: '1x-h100', batchSize: 256 }, [0.1], {
        outputTokensPerUnit: 523,
        measured: { from: '2025-12', to: '2025-12' },
      }),
      cell(
        { sourceId: 'other', modelId: 'b', energyScope: 'gpu', hardware: '1x-h100', batchSize: 256 },
        [0.2],
        { outputTokensPerUnit: 523, measured: { from: '2025-12', to: '2025-12' } },
      ),
    ],
    context,
  )!;

  it('is told from what they are', () => {
    expect(differencesBetween(group.factors[0]!, other.factors[0]!)).toEqual([
      'scope: node-components vs gpu',
      'batch 1 vs 256',
      '10 vs 523 output tokens',
      'hardware: 8x-a100 vs 1x-h100',
      'year 2023 vs 2025',
    ]);
    expect(differencesBetween(group.factors[0]!, group.factors[0]!)).toEqual([]);
  });
});

describe('what must never be averaged', () => {
  it.each<[string, Partial<CellIdentity>]>([
    ['machines of other sizes', { hardware: '1x-unknown-gpu' }],
    ['modelled and metered energies', { modelled: true }],
    ['one GPU at work and eight', { gpusActive: 1 }],
    ['short answers and long ones', { outputTokenRange: '862-1220' }],
  ])('%s are groups of their own', (_what, change) => {
    const cells = [cell({}, [1]), cell(change, [100])].map(({ energyWh, lnEnergy, ...own }, index) => ({
      ...own,
      id: String(index),
      strata: [{ ...STRATUM, energyWh, lnEnergy }],
    }));
    const groups = [...deriveGroups(cells, context).values()];
    expect(groups.map(({ derived }) => derived.factors.map(({ evidence }) => evidence.mean))).toEqual([
      [1, 1],
      [100, 100],
    ]);
  });

  it('keeps the cohort that a source names apart from one that its runs call themselves', () => {
    const cells = [cell({ cohort: 'mine' }, [1]), cell({ modelId: 'b', cohort: 'mine' }, [2])];
    const named = (cohort: string | null) =>
      deriveGroup(cells, { ...context, cohortOf: () => cohort })?.factors.map((f) => f.ofTaskCohort);
    expect(named('mine')).not.toContain(false);
    expect(named(null)).not.toContain(true);
  });
});

describe('the datasets behind a factor', () => {
  it('are those that the runs name', () => {
    const models = deriveGroup(
      [cell({ dataset: null }, [1]), cell({}, [2]), cell({ dataset: 'y' }, [3])],
      context,
    );
    const datasets = models?.factors.map(({ dataset, evidence }) => [dataset, evidence.n.datasets]);
    expect(datasets).toEqual([
      [null, 2],
      [null, 0],
      ['x', 1],
      ['y', 1],
    ]);
  });
});

describe('the status of a factor', () => {
  it('does not call modelled energies measured', () => {
    const modelled = deriveGroup(
      [cell({ modelled: true }, [1]), cell({ modelId: 'b', modelled: true }, [2])],
      context,
    );
    expect(new Set(modelled?.factors.map(statusOf))).toEqual(new Set(['modelled']));
  });

  it('tells measured from imputed from published', () => {
    expect(
      (['measured-cell', 'measured-model', 'task', 'parameters', 'published'] as const).map((level) =>
        statusOf({ group: group.group, evidence: { ...group.factors[0]!.evidence, level } }),
      ),
    ).toEqual(['measured', 'measured', 'measured', 'imputed', 'published']);
    const printed = publishedFactor({
      group: group.group,
      meanWhPerUnit: 0.047,
      sdWhPerUnit: 0.03,
      measured: { from: null, to: null },
      publication: { citation: 'Table 2', year: 2024 },
    });
    expect(printed).toMatchObject({ evidence: { level: 'published', n: { runs: 0 } }, cellIds: [] });
  });

  it('says what of a spread the runs cannot tell, and that two models are few', () => {
    const two = deriveGroup([cell({}, [1]), cell({ modelId: 'b' }, [2])], context)!;
    const of = (level: string) => two.factors.find(({ evidence }) => evidence.level === level);
    expect(of('measured-cell')).toMatchObject({ evidence: { sigma: null }, spreadMissing: ['run'] });
    expect(of('measured-model')?.spreadMissing).toEqual(['dataset', 'model-dataset', 'run']);
    expect(of('task')).toMatchObject({ spreadMissing: [], flags: [FACTOR_FLAGS.twoModels] });
  });
});
