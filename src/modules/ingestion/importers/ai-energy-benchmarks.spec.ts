import { reviewRun } from '../../../core/run/index.js';
import { fixture, onlyDraft, readAll, refusals } from '../../../../test/support/importers.js';
import { aiEnergyBenchmarks } from './ai-energy-benchmarks.js';

const DEFAULTS = { task: 'text-generation', gpuCount: 1 };
const changed = (change: (result: { energy: object }) => void): string => {
  const result = JSON.parse(fixture('ai-energy-benchmarks.json').toString()) as { energy: object };
  change(result);
  return JSON.stringify(result);
};

describe('ai_energy_benchmarks', () => {
  it('reads the energy of the GPUs and divides by the prompts that succeeded', async () => {
    const draft = await onlyDraft(aiEnergyBenchmarks, fixture('ai-energy-benchmarks.json'), DEFAULTS);
    expect(draft).toMatchObject({
      modelId: 'example/model-1b',
      dataset: 'example-prompts',
      engine: 'vllm',
      energyScope: 'gpu',
      loadShape: { outputTokensPerUnit: 100, inputTokensPerUnit: 25, latencyS: 3 },
      qcFlags: ['failed-requests-metered'],
    });
    expect(draft.phases[0]).toMatchObject({ unitCount: 8, energyTotalJ: 14400, energyPerUnitJ: 1800 });
    expect(reviewRun(draft)).toEqual({ errors: [], flags: [] });
  });

  it('knows that energy_kwh is that of the GPUs, not of the node', async () => {
    const file = changed((result) => (result.energy = { energy_kwh: 0.004 }));
    const draft = await onlyDraft(aiEnergyBenchmarks, file, DEFAULTS);
    expect(draft.energyScope).toBe('gpu');
    expect(draft.phases[0]).toMatchObject({ energyGpuJ: 14400, energyTotalJ: 14400 });
  });

  it('refuses a result without energy, unless a reading comes with it', async () => {
    const file = changed((result) => (result.energy = {}));
    expect(refusals(await readAll(aiEnergyBenchmarks, file, DEFAULTS))).toEqual([
      "1 NO_ENERGY: the result carries no energy: give a meter's reading beside the file: `readingEnergyKwh`, `readingScope` and `readingMethod`",
    ]);
  });
});
