import fc from 'fast-check';
import { cellIdentity, hardwareSlug, outputTokenRangeOf } from './index.js';
import type { LoadShape, PhaseDraft, RunDraft, RunHardware } from './index.js';

const UNKNOWN: RunHardware = {
  gpuModel: null,
  gpuCount: 1,
  gpusActive: null,
  nodes: 1,
  cpuModel: null,
  ramGb: null,
  parallelism: null,
};

const QUERY = { phase: 'query', unit: 'request' } as PhaseDraft;

interface Change {
  readonly hardware?: Partial<RunHardware>;
  readonly load?: Partial<LoadShape>;
  readonly measured?: boolean;
}

const draft = ({ hardware, load, measured = true }: Change): RunDraft =>
  ({
    sourceId: 'lab',
    task: 'chat',
    modelId: 'a',
    measured,
    meterTool: null,
    hardware: { ...UNKNOWN, ...hardware },
    loadShape: { outputTokensPerUnit: null, batchSizeMax: 1, scenario: null, ...load },
    outputShape: {},
  }) as RunDraft;

const identity = (change: Change, design: 'open' | 'declared' = 'open') =>
  cellIdentity(draft(change), QUERY, design);

describe('a machine', () => {
  it.each<[Partial<RunHardware>, string]>([
    [{ gpuModel: 'NVIDIA A100-SXM4-80GB', gpuCount: 8 }, '8x-nvidia-a100-sxm4-80gb'],
    [{ gpuCount: 8 }, '8x-unknown-gpu'],
    [{ gpuCount: 8, nodes: 2 }, '2-nodes-8x-unknown-gpu'],
    [{ gpuCount: 8, cpuModel: 'Intel(R) Xeon(R) CPU @ 2.20GHz' }, '8x-unknown-gpu-intel-xeon'],
    [{ gpuCount: 0, cpuModel: 'AMD EPYC 7763' }, 'amd-epyc-7763'],
    [{ gpuCount: 0 }, 'unknown-cpu'],
    [{ gpuModel: '昇腾' }, '1x-u6607-u817e'],
    [{ gpuModel: '昇腾', gpuCount: 8, cpuModel: '鲲鹏' }, '8x-u6607-u817e-u9cb2-u9e4f'],
    [{ gpuCount: 0, cpuModel: '鲲鹏' }, 'u9cb2-u9e4f'],
    [{ gpuModel: '昇腾 910B' }, '1x-910b'],
    [{ gpuModel: ' ' }, '1x-unknown-gpu'],
  ])('%j is %s', (hardware, slug) => {
    expect(hardwareSlug({ ...UNKNOWN, ...hardware })).toBe(slug);
  });

  it('is never the same with another number of GPUs or nodes, known or not', () => {
    const machine = fc.record({
      gpuModel: fc.constantFrom(null, 'H100'),
      gpuCount: fc.integer({ min: 1, max: 64 }),
      nodes: fc.integer({ min: 1, max: 8 }),
      cpuModel: fc.constantFrom(null, 'AMD EPYC 7763'),
    });
    fc.assert(
      fc.property(machine, machine, (a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b);
        expect(hardwareSlug({ ...UNKNOWN, ...a }) === hardwareSlug({ ...UNKNOWN, ...b })).toBe(same);
      }),
    );
  });
});

describe('the cell of a run', () => {
  it('is another for modelled energies, whoever described the source', () => {
    expect(identity({ measured: false })).toMatchObject({ modelled: true });
    expect(identity({ measured: false }, 'declared')).toMatchObject({ modelled: true });
    expect(identity({})).not.toHaveProperty('modelled');
  });

  it('is another where other GPUs are at work, and where nobody says how many', () => {
    const active = (gpusActive: number | null) =>
      identity({ hardware: { gpuCount: 8, gpusActive } }).gpusActive;
    expect([1, 8, null].map(active)).toEqual([1, 8, undefined]);
    expect(identity({ hardware: { gpuCount: 1, gpusActive: 1 } })).not.toHaveProperty('gpusActive');
  });

  it('is what a declared source says it is, with the members that it always had', () => {
    const study = { hardware: { gpuCount: 8, gpusActive: 1 }, load: { outputTokensPerUnit: 10 } };
    expect(Object.keys(identity(study, 'declared'))).toEqual(Object.keys(identity({})));
    expect(Object.keys(identity(study))).toHaveLength(Object.keys(identity({})).length + 2);
  });
});

describe('a range of output tokens', () => {
  const range = (tokens: number | null) => outputTokenRangeOf(tokens, 'request');

  it('has the usual limits amid it', () => {
    expect([10, 128, 500, 512, 520, 1000, 1024].map(range)).toEqual([
      '9.51-13.5',
      '108-152',
      '431-609',
      '431-609',
      '431-609',
      '861-1220',
      '861-1220',
    ]);
  });

  it('is unknown where the length is, and of no account per token, image or second', () => {
    expect([range(null), outputTokenRangeOf(512, 'output-token'), outputTokenRangeOf(77, 'image')]).toEqual([
      null,
      null,
      null,
    ]);
    expect(range(0)).toBe('0');
  });

  it('holds no two lengths that are √2 or more apart', () => {
    const length = fc.double({ min: 0.01, max: 1e7, noNaN: true });
    fc.assert(
      fc.property(length, length, (a, b) => {
        fc.pre(range(a) === range(b));
        expect(Math.max(a, b) / Math.min(a, b)).toBeLessThanOrEqual(Math.SQRT2 * (1 + 1e-12));
      }),
    );
    fc.assert(
      fc.property(length, (a) => {
        expect(range(a)).not.toBe(range(a * 1.4143));
      }),
    );
  });
});
