import { reviewRun } from '../../../core/run/index.js';
import { fixture, onlyDraft, readAll, refusals } from '../../../../test/support/importers.js';
import { MAX_JSON_BYTES } from './shared/json-file.js';
import { mlEnergy } from './ml-energy.js';

const DEFAULTS = { task: 'chat', dataset: 'sharegpt' };
const changed = (change: object): string =>
  JSON.stringify({ ...(JSON.parse(fixture('ml-energy.json').toString()) as object), ...change });

describe('ML.ENERGY results', () => {
  it('gives the energy of a request in the steady state, not that of the whole run', async () => {
    const draft = await onlyDraft(mlEnergy, fixture('ml-energy.json'), DEFAULTS);
    expect(draft).toMatchObject({
      modelId: 'example/model-8b',
      hardware: { gpuModel: 'H100', gpuCount: 2, gpusActive: 2 },
      energyScope: 'gpu',
      energyMethod: 'nvml-zeus',
      loadShape: { batchSizeMax: 128, outputTokensPerUnit: 600 },
      qcFlags: ['steady-state-window'],
    });
    expect(draft.phases).toEqual([
      expect.objectContaining({
        phase: 'query-steady-state',
        unit: 'request',
        energyTotalJ: 50000,
        energyPerOutputTokenJ: 0.1,
        durationS: 100,
        avgPowerW: 500,
      }),
    ]);
    expect(draft.phases[0]?.energyPerUnitJ).toBeCloseTo(60, 9);
    expect(draft.phases[0]?.unitCount).toBeCloseTo(50000 / 60, 6);
    expect(reviewRun(draft)).toEqual({ errors: [], flags: [] });
  });

  it('is the same run with and without the results of each request', async () => {
    const ids = await Promise.all(
      [fixture('ml-energy.json'), changed({ results: [] })].map(
        async (file) => (await onlyDraft(mlEnergy, file, DEFAULTS)).externalId,
      ),
    );
    expect(ids[0]).toBe(ids[1]);
  });

  it('refuses a run without a steady state, or in which nothing was completed', async () => {
    const without = changed({ steady_state_energy: null });
    expect(refusals(await readAll(mlEnergy, without, DEFAULTS))).toEqual([
      expect.stringMatching(/^1 NO_ENERGY/),
    ]);
    expect(refusals(await readAll(mlEnergy, changed({ completed: 0 }), DEFAULTS))).toEqual([
      '1 RUN_FAILED: no request was completed',
    ]);
  });

  it('refuses a file over the limit before it is held whole', async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 1024 * 1024;
        yield Buffer.alloc(1024 * 1024, 0x20);
      }
    }
    const records = [];
    for await (const record of mlEnergy.read(endless(), { sourceId: 'test' })) records.push(record);
    expect(refusals(records)).toEqual([expect.stringMatching(/^0 BODY_TOO_LARGE: .* at most 64 MiB/)]);
    expect(given).toBeLessThanOrEqual(MAX_JSON_BYTES + 1024 * 1024);
  });
});
