import { reviewRun } from '../../../core/run/index.js';
import { fixture, onlyDraft, readAll, refusals } from '../../../../test/support/importers.js';
import { codecarbonHook } from './codecarbon-hook.js';

const DEFAULTS = { task: 'text-classification', model: 'example/model', inferences: 100 };

describe('the JSON hook of CodeCarbon', () => {
  it('says what a row of the CSV says', async () => {
    const draft = await onlyDraft(codecarbonHook, fixture('codecarbon-hook.json'), DEFAULTS);
    expect(draft).toMatchObject({
      measuredAt: '2026-03-01T10:00:00',
      country: 'SWE',
      region: null,
      hardware: { gpuCount: 0, gpuModel: null, cpuModel: 'AMD EPYC', ramGb: 8 },
      measured: false,
      meterVersion: '3.3.0',
      qcFlags: ['run-id-missing', 'phases-not-separated', 'energy-method-unknown', 'tracking-mode-process'],
    });
    expect(draft.externalId).toMatch(/^[0-9a-f]{64}$/);
    expect(draft.phases[0]).toMatchObject({
      energyTotalJ: expect.closeTo(666, 6) as number,
      durationS: 12.5,
    });
    expect(reviewRun(draft)).toEqual({ errors: [], flags: [] });
  });

  it('refuses what is no object or logs no energy', async () => {
    expect(refusals(await readAll(codecarbonHook, '[1, {"duration": 1}]', DEFAULTS))).toEqual([
      '1 ROW_UNREADABLE: the record is no JSON object',
      '2 NO_ENERGY: row 2 logs no energy_consumed',
    ]);
  });
});
