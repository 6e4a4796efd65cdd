import { reviewRun } from '../../../core/run/index.js';
import { fixture, onlyDraft, readAll, refusals } from '../../../../test/support/importers.js';
import type { EnergyReading } from './import-defaults.js';
import { vllmBench } from './vllm-bench.js';

const DEFAULTS = { task: 'chat', model: 'example/model-3b' };
const READING: EnergyReading = {
  totalJ: 39_800,
  gpuJ: null,
  cpuJ: null,
  ramJ: null,
  durationS: 200,
  energyScope: 'system-wall',
  energyMethod: 'power-analyzer',
  measured: true,
  meterTool: 'example-meter',
  meterVersion: null,
};
const changed = (change: Record<string, unknown>): string =>
  JSON.stringify({ ...(JSON.parse(fixture('vllm-bench.json').toString()) as object), ...change });

describe('vLLM bench serve', () => {
  it('reads the GPU energy that newer releases meter', async () => {
    const draft = await onlyDraft(vllmBench, fixture('vllm-bench.json'), DEFAULTS);
    expect(draft).toMatchObject({
      measuredAt: '2026-07-22T06:01:14',
      modelId: 'example/model-3b',
      modelIdReported: './local-model',
      engine: 'vLLM',
      hardware: { gpuCount: 2, gpusActive: 2 },
      energyScope: 'gpu',
      energyMethod: 'nvml',
      loadShape: {
        inputTokensPerUnit: 200,
        outputTokensPerUnit: 128,
        latencyS: 4.4,
        scenario: 'request-rate 1',
      },
      qcFlags: ['failed-requests-metered'],
    });
    expect(draft.phases[0]).toMatchObject({ unit: 'request', unitCount: 199, energyTotalJ: 61336.2 });
    expect(draft.phases[0]?.energyPerOutputTokenJ).toBeCloseTo(2.408, 3);
    expect(reviewRun(draft)).toEqual({ errors: [], flags: [] });
  });

  it('refuses a result without energy, and takes a reading beside it', async () => {
    const file = changed({ gpu_energy_j: undefined, energy_gpu_ids: undefined });
    expect(refusals(await readAll(vllmBench, file, DEFAULTS))).toEqual([
      "1 NO_ENERGY: `vllm bench serve` metered no energy (gpu_energy_j is not there): give a meter's reading beside the file: `readingEnergyKwh`, `readingScope` and `readingMethod`",
    ]);
    const draft = await onlyDraft(vllmBench, file, { ...DEFAULTS, gpuCount: 1, reading: READING });
    expect(draft).toMatchObject({ energyScope: 'system-wall', meterTool: 'example-meter' });
    expect(draft.phases[0]).toMatchObject({ energyPerUnitJ: 200, energyGpuJ: null, avgPowerW: 199 });
  });

  it('does not choose between its own energy and a reading', async () => {
    const records = await readAll(vllmBench, fixture('vllm-bench.json'), { ...DEFAULTS, reading: READING });
    expect(refusals(records)).toEqual([expect.stringMatching(/^1 ENERGY_AMBIGUOUS/)]);
  });

  it('does not divide a reading among several results', async () => {
    const one = changed({ gpu_energy_j: null });
    const records = await readAll(vllmBench, `[${one},${one}]`, { ...DEFAULTS, reading: READING });
    expect(refusals(records)).toEqual([
      '1 ENERGY_AMBIGUOUS: one reading cannot be divided among 2 records: give each result by itself',
      expect.stringMatching(/^2 ENERGY_AMBIGUOUS/),
    ]);
  });

  it('asks for the name of a model that was loaded from a folder', async () => {
    expect(refusals(await readAll(vllmBench, fixture('vllm-bench.json'), { task: 'chat' }))).toEqual([
      '1 DEFAULT_MISSING: the file does not say which model "./local-model", a local path, is: give `model`',
    ]);
  });

  it('refuses a run in which nothing was answered', async () => {
    expect(refusals(await readAll(vllmBench, changed({ completed: 0 }), DEFAULTS))).toEqual([
      expect.stringMatching(/^1 RUN_FAILED/),
    ]);
  });

  it("tells Python's NaN from JSON, and bytes that are no UTF-8", async () => {
    const nan = fixture('vllm-bench.json').toString().replace('97.5', 'NaN');
    expect(refusals(await readAll(vllmBench, nan, DEFAULTS))).toEqual([
      expect.stringMatching(/^0 FILE_UNREADABLE: .*NaN and Infinity, which Python writes, are no JSON$/),
    ]);
    const broken = Buffer.concat([Buffer.from('{"a": "'), Buffer.of(0xff), Buffer.from('"}')]);
    expect(refusals(await readAll(vllmBench, broken, DEFAULTS))).toEqual([
      expect.stringMatching(/^0 NOT_UTF8/),
    ]);
  });
});
