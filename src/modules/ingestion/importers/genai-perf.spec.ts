import { reviewRun } from '../../../core/run/index.js';
import { fixture, onlyDraft, readAll, refusals } from '../../../../test/support/importers.js';
import { genaiPerf } from './genai-perf.js';

const DEFAULTS = { task: 'chat' };
const changed = (file: string, from: string | RegExp, to: string): string =>
  fixture(file).toString().replace(from, to);

describe('GenAI-Perf and AIPerf', () => {
  it('takes the last value of the counter less the first, in megajoules', async () => {
    const draft = await onlyDraft(genaiPerf, fixture('genai-perf.json'), DEFAULTS);
    expect(draft).toMatchObject({
      modelId: 'small_model',
      hardware: { gpuCount: 1 },
      energyScope: 'gpu',
      meterTool: 'genai-perf',
      loadShape: {
        inputTokensPerUnit: 550,
        outputTokensPerUnit: 16,
        latencyS: 0.25,
        throughputUnitsPerS: 15,
      },
    });
    expect(draft.phases[0]?.energyTotalJ).toBeCloseTo(18_000, 4);
    expect(draft.phases[0]?.energyPerUnitJ).toBeCloseTo(20, 6);
    expect(draft.phases[0]?.energyPerOutputTokenJ).toBeCloseTo(1.25, 6);
    expect(reviewRun(draft)).toEqual({ errors: [], flags: [] });
  });

  it('reads the telemetry of AIPerf, with the GPU and the time that it covers', async () => {
    const draft = await onlyDraft(genaiPerf, fixture('aiperf.json'), DEFAULTS);
    expect(draft).toMatchObject({
      modelId: 'example/model-1b',
      measuredAt: '2026-10-13T01:48:03',
      hardware: { gpuModel: 'NVIDIA H100 80GB HBM3', gpuCount: 1 },
      energyMethod: 'nvidia-gpu-counter',
      meterTool: 'aiperf',
    });
    expect(draft.phases[0]).toMatchObject({ unitCount: 64, durationS: 50 });
    expect(draft.phases[0]?.avgPowerW).toBeCloseTo(350, 4);
  });

  it('refuses a summary that has the average only, and says what is wrong with it', async () => {
    const average = changed('genai-perf.json', ', "min": 6.2879, "max": 6.3059', '');
    expect(refusals(await readAll(genaiPerf, average, DEFAULTS))).toEqual([
      expect.stringMatching(
        /^1 NO_ENERGY: gpu0\.energy_consumption is a counter .* its average says nothing of this run/,
      ),
    ]);
  });

  it('refuses a counter that did not move', async () => {
    const still = changed('genai-perf.json', '"max": 6.3059', '"max": 6.2879');
    expect(refusals(await readAll(genaiPerf, still, DEFAULTS))).toEqual([
      expect.stringContaining('did not move'),
    ]);
  });

  it('tells the megajoule from the millijoule', async () => {
    const milli = changed('aiperf.json', '"unit": "MJ"', '"unit": "mJ"');
    const draft = await onlyDraft(genaiPerf, milli, DEFAULTS);
    expect(draft.phases[0]?.energyTotalJ).toBeCloseTo(0.0000175, 12);
    const odd = changed('aiperf.json', '"unit": "MJ"', '"unit": "cal"');
    expect(refusals(await readAll(genaiPerf, odd, DEFAULTS))).toEqual([expect.stringContaining('is cal')]);
  });

  it('needs a reading where nothing was metered, and the number of requests', async () => {
    const without = changed('genai-perf.json', /"telemetry_stats".*\n.*\}\},\n/, '');
    expect(refusals(await readAll(genaiPerf, without, DEFAULTS))).toEqual([
      expect.stringMatching(/^1 NO_ENERGY/),
    ]);
    const uncounted = changed('genai-perf.json', '"request_count"', '"other"');
    expect(refusals(await readAll(genaiPerf, uncounted, DEFAULTS))).toEqual([
      expect.stringContaining('give `inferences`'),
    ]);
  });
});
