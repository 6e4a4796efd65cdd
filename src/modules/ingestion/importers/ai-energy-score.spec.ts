import { reviewRun } from '../../../core/run/index.js';
import { draftsOf, fixture, readAll, refusals } from '../../../../test/support/importers.js';
import { aiEnergyScore } from './ai-energy-score.js';

const read = (change = (text: string) => text, defaults = {}) =>
  readAll(aiEnergyScore, change(fixture('ai-energy-score.csv').toString()), { gpuCount: 1, ...defaults });

describe('AI Energy Score', () => {
  it('divides the energy of the GPUs by the prompts that succeeded', async () => {
    const [draft] = draftsOf(await read());
    expect(draft).toMatchObject({
      task: 'text-generation',
      modelId: 'example/model-20b',
      energyScope: 'gpu',
      measured: true,
      loadShape: {
        scenario: 'reasoning on (high)',
        outputTokensPerUnit: 125,
        inputTokensPerUnit: 50,
        latencyS: 4,
      },
      qcFlags: ['failed-requests-metered'],
    });
    expect(draft?.phases).toEqual([
      expect.objectContaining({
        unit: 'request',
        unitCount: 8,
        energyTotalJ: 72000,
        energyGpuJ: 72000,
        energyCpuJ: null,
        energyPerUnitJ: 9000,
        energyPerOutputTokenJ: 72,
        avgPowerW: 1800,
      }),
    ]);
    if (draft) expect(reviewRun(draft)).toEqual({ errors: [], flags: [] });
  });

  it('keeps runs with and without reasoning apart', async () => {
    const scenarios = draftsOf(await read()).map((draft) => draft.loadShape.scenario);
    expect(scenarios).toEqual(['reasoning on (high)', 'reasoning off']);
  });

  it('flags a printed quotient that was divided by something else', async () => {
    const [draft] = draftsOf(await read((text) => text.replace('2500.0000', '2000.0000')));
    expect(draft?.qcFlags).toContain('printed-quotient-differs');
  });

  it('refuses a failed run and one without energy', async () => {
    expect(refusals(await read())).toEqual(['3 RUN_FAILED: the run failed: Model not found']);
    const without = await read((text) => text.replace('30.00,5.0000', '30.00,0.0000'));
    expect(refusals(without)[0]).toBe('2 NO_ENERGY: gpu_energy_wh is 0 or blank');
  });

  it('asks for the number of GPUs, which the table does not have', async () => {
    expect(refusals(await read((text) => text, { gpuCount: undefined }))[0]).toContain('give `gpuCount`');
  });
});
