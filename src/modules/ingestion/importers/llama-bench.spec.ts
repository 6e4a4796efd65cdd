import { reviewRun } from '../../../core/run/index.js';
import { fixture, onlyDraft, readAll, refusals } from '../../../../test/support/importers.js';
import type { EnergyReading } from './import-defaults.js';
import { llamaBench } from './llama-bench.js';

const READING: EnergyReading = {
  totalJ: 48,
  gpuJ: null,
  cpuJ: 40,
  ramJ: null,
  durationS: 0.33,
  energyScope: 'node-components',
  energyMethod: 'rapl',
  measured: true,
  meterTool: 'powercap',
  meterVersion: null,
};
const DEFAULTS = { task: 'text-generation', model: 'example/llama-110m' };
const changed = (change: object): string => {
  const [test] = JSON.parse(fixture('llama-bench.json').toString()) as object[];
  return JSON.stringify([{ ...test, ...change }]);
};

describe('llama-bench', () => {
  it('has no energy of its own', async () => {
    expect(refusals(await readAll(llamaBench, fixture('llama-bench.json'), DEFAULTS))).toEqual([
      "1 NO_ENERGY: `llama-bench` meters no energy: give a meter's reading beside the file: `readingEnergyKwh`, `readingScope` and `readingMethod`",
    ]);
  });

  it('takes one repetition as one request under a reading', async () => {
    const draft = await onlyDraft(llamaBench, fixture('llama-bench.json'), { ...DEFAULTS, reading: READING });
    expect(draft).toMatchObject({
      modelId: 'example/llama-110m',
      modelIdReported: 'example.gguf',
      parameters: 134105856,
      weightPrecision: 'F16',
      engine: 'llama.cpp abc1234',
      hardware: { gpuCount: 0, cpuModel: 'Example CPU' },
      measuredAt: '2026-11-22T11:41:07Z',
      loadShape: { outputTokensPerUnit: 16, inputTokensPerUnit: 0, latencyS: 0.11 },
    });
    expect(draft.phases[0]).toMatchObject({ unitCount: 3, energyPerUnitJ: 16, energyPerOutputTokenJ: 1 });
    expect(reviewRun(draft).errors).toEqual([]);
  });

  it('refuses a test that generates nothing, and one reading for two tests', async () => {
    const prompt = changed({ n_prompt: 64, n_gen: 0 });
    expect(refusals(await readAll(llamaBench, prompt, { ...DEFAULTS, reading: READING }))).toEqual([
      '1 RUN_FAILED: the test generates nothing (n_gen is 0): it is no inference',
    ]);
    const two = `[${changed({}).slice(1, -1)},${prompt.slice(1, -1)}]`;
    expect(refusals(await readAll(llamaBench, two, { ...DEFAULTS, reading: READING }))).toEqual([
      expect.stringMatching(
        /^1 ENERGY_AMBIGUOUS: one reading cannot be divided among 2 records: run one test/,
      ),
      expect.stringMatching(/^2 ENERGY_AMBIGUOUS/),
    ]);
  });

  it('does not guess a model from the name of a file', async () => {
    const records = await readAll(llamaBench, fixture('llama-bench.json'), { task: 't', reading: READING });
    expect(refusals(records)).toEqual([expect.stringContaining('"example.gguf", a local path')]);
  });
});
