import { reviewRun } from '../../../core/run/index.js';
import { fixture, onlyDraft, readAll, refusals } from '../../../../test/support/importers.js';
import { optimumBenchmark } from './optimum-benchmark.js';

interface Benchmark {
  config: { scenario: Record<string, unknown>; backend: Record<string, unknown> };
  report: Record<string, Record<string, unknown>>;
}
const benchmark = (): Benchmark => JSON.parse(fixture('optimum-benchmark.json').toString()) as Benchmark;
const changed = (change: (file: Benchmark) => void): string => {
  const file = benchmark();
  change(file);
  return JSON.stringify(file);
};

describe('optimum-benchmark', () => {
  it('adds prefill and decode to the query and divides by the samples of the config', async () => {
    const draft = await onlyDraft(optimumBenchmark, fixture('optimum-benchmark.json'));
    expect(draft).toMatchObject({
      task: 'text-generation',
      modelId: 'example/model-1b',
      dataset: 'example/texts',
      engine: 'pytorch 2.5.0',
      weightPrecision: 'float16',
      hardware: { gpuModel: 'Example GPU', gpuCount: 1, cpuModel: 'Example CPU', ramGb: 32 },
      energyScope: 'node-components',
      measured: true,
      meterTool: 'optimum-benchmark',
      meterVersion: '0.6.0',
      loadShape: { batchSizeMax: 4, outputTokensPerUnit: 10 },
      qcFlags: ['energy-method-unknown'],
    });
    const energies = draft.phases.map(({ phase, unitCount, energyTotalJ }) => [
      phase,
      unitCount,
      energyTotalJ,
    ]);
    expect(energies).toEqual([
      ['query', 1000, expect.closeTo(111_600, 6)],
      ['prefill', 1000, expect.closeTo(22_320, 6)],
      ['decode', 1000, expect.closeTo(89_280, 6)],
      ['load', 1, expect.closeTo(1512, 6)],
    ]);
    expect(draft.phases[0]?.energyPerOutputTokenJ).toBeCloseTo(11.16, 9);
    expect(reviewRun(draft)).toEqual({ errors: [], flags: [] });
  });

  it('divides by the batch in the scenario whose energy is that of one batch', async () => {
    const file = changed(({ config, report }) => {
      config.scenario = { name: 'inference', input_shapes: { batch_size: 8 } };
      const energy = { unit: 'kWh', cpu: 0.00001, ram: 0.000002, gpu: 0.00002, total: 0.000032 };
      delete report['prefill'];
      delete report['decode'];
      report['forward'] = { energy, efficiency: { unit: 'samples/kWh', value: 250_000 } };
    });
    const draft = await onlyDraft(optimumBenchmark, file);
    expect(draft.phases[0]).toMatchObject({ phase: 'query', unitCount: 8 });
    expect(draft.phases[0]?.energyPerUnitJ).toBeCloseTo(14.4, 9);
    expect(draft.qcFlags).not.toContain('unit-count-differs');
  });

  it("takes the count of a bare report from the tool's own efficiency, units by energy", async () => {
    const report = JSON.stringify(benchmark().report);
    const draft = await onlyDraft(optimumBenchmark, report, {
      task: 'text-generation',
      model: 'm',
      gpuCount: 1,
    });
    expect(draft.phases[0]?.unitCount).toBe(1000);
  });

  it('flags a count that the config and the efficiency give differently', async () => {
    const file = changed(({ config }) => (config.scenario['num_samples'] = 500));
    expect((await onlyDraft(optimumBenchmark, file)).qcFlags).toContain('unit-count-differs');
  });

  it('counts images where images were made', async () => {
    const file = changed(({ config, report }) => {
      config.scenario = { name: 'energy-star', num_samples: 10, call_kwargs: { num_images_per_prompt: 2 } };
      const energy = { unit: 'kWh', cpu: 0.001, ram: 0.001, gpu: 0.008, total: 0.01 };
      report['call'] = { energy, efficiency: { unit: 'images/kWh', value: 2000 } };
      delete report['prefill'];
      delete report['decode'];
    });
    expect((await onlyDraft(optimumBenchmark, file)).phases[0]).toMatchObject({
      unit: 'image',
      unitCount: 20,
    });
  });

  it('refuses a report whose energy is null and says why', async () => {
    const file = fixture('optimum-benchmark-report.no-energy.json');
    expect(
      refusals(await readAll(optimumBenchmark, file, { task: 't', model: 'm', inferences: 1, gpuCount: 0 })),
    ).toEqual([
      "1 NO_ENERGY: the report holds no energy (it was run without `scenario.energy=true`): give a meter's reading beside the file: `readingEnergyKwh`, `readingScope` and `readingMethod`",
    ]);
  });

  it('asks for what a bare report does not say, and refuses another unit than kWh', async () => {
    const bare = changed(({ report }) => void delete report['prefill']?.['efficiency']);
    const report = JSON.stringify((JSON.parse(bare) as Benchmark).report);
    expect(refusals(await readAll(optimumBenchmark, report))).toEqual([
      expect.stringContaining('give `inferences`'),
    ]);
    const joules = fixture('optimum-benchmark.json').toString().replaceAll('"unit": "kWh"', '"unit": "J"');
    expect(refusals(await readAll(optimumBenchmark, joules))).toEqual([
      expect.stringContaining('the energy is in J'),
    ]);
  });
});
