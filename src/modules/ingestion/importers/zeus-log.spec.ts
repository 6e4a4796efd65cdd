import { reviewRun } from '../../../core/run/index.js';
import { draftsOf, fixture, readAll, refusals } from '../../../../test/support/importers.js';
import { zeusLog } from './zeus-log.js';

const DEFAULTS = { task: 'text-generation', model: 'example/model-1b', inferences: 100 };

describe('Zeus log', () => {
  it('sums the GPUs of a window', async () => {
    const [draft] = draftsOf(await readAll(zeusLog, fixture('zeus.csv'), DEFAULTS));
    expect(draft).toMatchObject({
      measuredAt: '2026-01-05T08:00:00.500Z',
      hardware: { gpuCount: 2, gpusActive: 2 },
      energyScope: 'gpu',
      measured: true,
      meterTool: 'zeus',
      loadShape: { scenario: 'generate' },
    });
    expect(draft?.phases[0]).toMatchObject({
      energyTotalJ: 8000,
      energyPerUnitJ: 80,
      unitCount: 100,
      avgPowerW: 400,
    });
    if (draft) expect(reviewRun(draft)).toEqual({ errors: [], flags: [] });
  });

  it('refuses a window that is shorter than the period of the energy counter', async () => {
    expect(refusals(await readAll(zeusLog, fixture('zeus.csv'), DEFAULTS))).toEqual([
      "2 NO_ENERGY: gpu0_energy is 0: the window is shorter than the period of the GPU's energy counter; measure for longer",
    ]);
  });

  it('does not take an uptime for a time of day', async () => {
    const file = 'start_time,window_name,elapsed_time,gpu0_energy\n1234.5,w,20,40\n';
    expect(draftsOf(await readAll(zeusLog, file, DEFAULTS))[0]?.measuredAt).toBeNull();
  });

  it('refuses a log without GPUs', async () => {
    const file = 'start_time,window_name,elapsed_time\n1767600000.5,w,20\n';
    expect(refusals(await readAll(zeusLog, file, DEFAULTS))).toEqual([expect.stringMatching(/^1 NO_ENERGY/)]);
  });
});
