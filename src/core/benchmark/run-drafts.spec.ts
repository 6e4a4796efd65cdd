import { reviewRun } from '../run/index.js';
import {
  combineReadings,
  runDrafts,
  spoiledBy,
  type BenchmarkContext,
  type Reading,
  type Repetition,
} from './index.js';

const reading = (over: Partial<Reading> = {}): Reading => ({
  meter: 'rapl',
  method: 'counter',
  quality: 'measured',
  startedAt: '2026-01-02T03:04:05.000Z',
  durationS: 20,
  samples: 2,
  largestGapS: 20,
  components: [part('cpu', 300, 'rapl')],
  exclusivity: 0.97,
  steal: 0,
  uncertainty: null,
  warnings: [],
  ...over,
});

function part(
  component: 'cpu' | 'gpu' | 'dram' | 'node',
  energyJ: number,
  meter: string,
): Reading['components'][number] {
  return { component, meter, method: 'counter', quality: 'measured', energyJ, resolutionJ: 0.1 };
}

const ramModel = reading({
  meter: 'ram-model',
  method: 'model',
  quality: 'estimated',
  components: [{ ...part('dram', 60, 'ram-model'), method: 'model', quality: 'estimated' }],
  uncertainty: 0.5,
});

const repetition = (index: number, of: Reading): Repetition => ({
  index,
  work: { inferences: 1000, inputTokens: null, outputTokens: 10_000, cachedInputTokens: null, retries: 0 },
  reading: of,
  idleBefore: null,
  flags: ['not-exclusive'],
});

const context: BenchmarkContext = {
  jobId: 'job-1',
  task: 'text-generation',
  unit: 'inference',
  model: {
    executor: 'transformers',
    task: 'text-generation',
    modelId: 'example/tiny',
    revision: 'abc',
    weightsSha256: null,
    weightPrecision: 'fp32',
    parameters: null,
    engine: 'example 1.0',
    libraries: {},
    threads: 2,
    synthetic: false,
  },
  inputs: { dataset: 'mails', variant: null, licence: null, rows: 1000, sha256: 'ff' },
  environment: {
    cpuModel: 'Example CPU',
    logicalCpus: 2,
    ramBytes: 8e9,
    gpus: [],
    gpuDriver: null,
    os: 'Linux',
    node: 'v20',
    governor: null,
    serviceVersion: '0.1.0',
    serviceRevision: null,
  },
  pinnedCpus: null,
  batchSize: 1,
  gpusActive: 0,
  country: null,
  region: null,
  load: reading({ durationS: 2, components: [part('cpu', 12, 'rapl')] }),
};

describe('runs from repetitions', () => {
  it('satisfy the invariants of every run', () => {
    const of = combineReadings([
      reading({ components: [part('cpu', 300, 'rapl'), part('gpu', 40, 'nvml')] }),
      ramModel,
    ]);
    const drafts = runDrafts(context, [repetition(1, of), repetition(2, reading())]);
    expect(drafts.map((draft) => reviewRun(draft).errors)).toEqual([[], []]);
    expect(drafts.map(({ externalId }) => externalId)).toEqual(['job-1#1', 'job-1#2']);
  });

  it('carry gross energy per inference, per token, and the loading once', () => {
    const [first, second] = runDrafts(context, [repetition(1, reading()), repetition(2, reading())]);
    expect(first?.phases[0]).toMatchObject({
      energyTotalJ: 300,
      energyPerUnitJ: 0.3,
      energyPerOutputTokenJ: 0.03,
    });
    expect(first?.phases.map(({ phase }) => phase)).toEqual(['query', 'load']);
    expect(second?.phases.map(({ phase }) => phase)).toEqual(['query']);
  });

  it('call nothing measured in which a model had a part', () => {
    const [mixed] = runDrafts(context, [repetition(1, combineReadings([reading(), ramModel]))]);
    expect(mixed).toMatchObject({
      measured: false,
      energyMethod: 'rapl+ram-model',
      energyScope: 'node-components',
    });
    expect(mixed?.qcFlags).toEqual(['not-exclusive', 'dram-modelled']);
    expect(runDrafts(context, [repetition(1, reading())])[0]?.measured).toBe(true);
  });

  it('name the scope by what was metered', () => {
    const gpuOnly = reading({ meter: 'nvml', components: [part('gpu', 40, 'nvml')] });
    expect(runDrafts(context, [repetition(1, gpuOnly)])[0]?.energyScope).toBe('gpu');
  });

  it('never pass random weights off as the model they resemble', () => {
    const model = { ...context.model, synthetic: true };
    const [draft] = runDrafts({ ...context, model }, [repetition(1, reading())]);
    expect(draft?.modelId).toBe('synthetic/example/tiny');
    expect(draft?.qcFlags).toContain('synthetic-weights');
  });

  it('do not exist where no energy is known', () => {
    const none = reading({ meter: 'none', method: null, quality: null, components: [] });
    const zero = reading({ components: [part('cpu', 0, 'rapl')] });
    expect(runDrafts(context, [repetition(1, none), repetition(2, zero)])).toEqual([]);
  });
});

describe('readings over the same window', () => {
  it('are as weak as the weakest part', () => {
    expect(combineReadings([reading(), ramModel])).toMatchObject({ method: 'model', quality: 'estimated' });
    expect(combineReadings([reading({ uncertainty: 0.1 }), ramModel]).uncertainty).toBeCloseTo(
      (300 * 0.1 + 60 * 0.5) / 360,
      12,
    );
    expect(combineReadings([reading(), ramModel]).uncertainty).toBeNull();
  });

  it('that hold a reset are spoiled', () => {
    expect(spoiledBy(reading())).toBeNull();
    expect(spoiledBy(reading({ warnings: [{ code: 'counter-reset', message: 'fell' }] }))).toBe('fell');
  });
});
