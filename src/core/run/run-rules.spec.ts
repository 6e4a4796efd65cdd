import fc from 'fast-check';
import { aQuery as query, aRun as draft, withMachine, withPhase } from '../../../test/support/a-run.js';
import { FUNCTIONAL_UNITS, implausibilities, isSameRun, LIMITS, reviewRun } from './index.js';
import type { PhaseDraft, RunDraft } from './index.js';
import { maximumPowerW } from './power-limits.js';
import { isIsoDate } from './well-formed.js';

const fields = (run: RunDraft): string[] => reviewRun(run).errors.map(({ field }) => field);

describe('the invariants', () => {
  it('pass a run that is right', () => expect(reviewRun(draft)).toEqual({ errors: [], flags: [] }));

  it.each<[string, RunDraft]>([
    ['sourceId', { ...draft, sourceId: 'My Lab' }],
    ['externalId', { ...draft, externalId: 'a\u0000b' }],
    ['externalId', { ...draft, externalId: 'x'.repeat(501) }],
    ['modelId', { ...draft, modelId: 'a model' }],
    ['modelId', { ...draft, modelId: '/etc/passwd' }],
    ['country', { ...draft, country: 'US' }],
    ['measuredAt', { ...draft, measuredAt: '2026-02-30' }],
    ['parameters', { ...draft, parameters: 1.5 }],
    ['emissionsReportedKg', { ...draft, emissionsReportedKg: -1 }],
    ['batchSizeMax', { ...draft, loadShape: { ...draft.loadShape, batchSizeMax: 0 } }],
    ['hardware.gpuCount', withMachine({ gpuCount: 0 })],
    ['hardware.gpuCount', withMachine({ gpuCount: 1.5 })],
    ['hardware.gpusActive', withMachine({ gpusActive: 2 })],
    ['hardware.nodes', withMachine({ nodes: 0 })],
    ['hardware.ramGb', withMachine({ ramGb: 0 })],
    ['phases.0.durationS', withPhase({ durationS: -1.8e9 })],
    ['phases.0.unitCount', withPhase({ unitCount: 0, energyTotalJ: null })],
    ['phases.0.unitCount', withPhase({ unitCount: -1, energyTotalJ: null })],
    ['phases.0.unitCount', withPhase({ unitCount: Number.POSITIVE_INFINITY, energyTotalJ: null })],
    ['phases.0.energyPerUnitJ', withPhase({ energyPerUnitJ: Number.NaN })],
    ['phases.0.energyTotalJ', withPhase({ energyGpuJ: 1, energyCpuJ: 1, energyRamJ: 1 })],
  ])('name %s where it is wrong', (field, run) => expect(fields(run)).toContain(field));

  describe('on counts of units', () => {
    const half = (unit: PhaseDraft['unit'], phase: PhaseDraft['phase'] = 'query') =>
      fields(withPhase({ phase, unit, unitCount: 1000.5, energyTotalJ: 144 * 1000.5 }));
    const divisible = ['audio-second', 'video-second'] as const;
    const counted = FUNCTIONAL_UNITS.filter((unit) => !divisible.some((other) => other === unit));

    it.each(counted)('take none of %s in part', (unit) => expect(half(unit)).toEqual(['phases.0.unitCount']));
    it.each(divisible)('take %s in part', (unit) => expect(half(unit)).toEqual([]));
    it('take what a steady-state window cuts through', () =>
      expect(half('request', 'query-steady-state')).toEqual([]));
    it('take whole numbers however they were reached', () => {
      const whole = fc.integer({ min: 1, max: LIMITS.unitCount.max });
      fc.assert(
        fc.property(whole, fc.constantFrom(...counted), (unitCount, unit) => {
          const phase = { unit, unitCount, energyTotalJ: null };
          expect(fields(withPhase(phase))).toEqual([]);
        }),
      );
    });
  });

  it.each([
    '2026',
    '2026-01',
    '2024-02-29',
    '2023-09-08T12:51:22',
    '2023-09-08T12:51:22.5+02:00',
    '2023-09-08T12:51Z',
  ])('take %s for a date', (text) => expect(isIsoDate(text)).toBe(true));
  it.each([
    '',
    '26',
    '2026-13',
    '2025-02-29',
    '2026-1-1',
    '2026-01-01T25:00',
    'yesterday',
    '2026-01-01T00:00:00+1',
  ])('do not take "%s" for a date', (text) => expect(isIsoDate(text)).toBe(false));
});

describe('the gates of plausibility', () => {
  const problems = (run: RunDraft) => implausibilities(run).map(({ field }) => field);

  it('let any power pass that the machine can draw, and none beyond it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 5, noNaN: true }),
        fc.integer({ min: 1, max: 1e6 }),
        (share, s) => {
          const energyTotalJ = maximumPowerW(draft) * share * s;
          const found = problems(withPhase({ energyTotalJ, durationS: s }));
          expect(found).toEqual(share > 1 + 1e-9 ? ['phases.0.durationS'] : share < 1 - 1e-9 ? [] : found);
        },
      ),
    );
  });

  it('grow with GPUs, nodes and scope', () => {
    expect(maximumPowerW(withMachine({ gpuCount: 8 }))).toBe(8 * maximumPowerW(draft));
    const [components, wall, facility] = (['node-components', 'system-wall', 'facility'] as const).map(
      (energyScope) => maximumPowerW({ ...draft, energyScope }),
    );
    expect(components).toBeGreaterThan(maximumPowerW(draft));
    expect(wall).toBe(components);
    expect(facility).toBeGreaterThan(wall ?? Infinity);
  });

  it('do not hold a GPU that is not in the table to less than one that is', () => {
    const known = ['NVIDIA B300', 'NVIDIA T4', 'AMD Instinct MI300X', 'NVIDIA GeForce RTX 4090', 'NVIDIA L4'];
    const unknown = maximumPowerW(withMachine({ gpuModel: 'Something New' }));
    for (const gpuModel of known)
      expect(maximumPowerW(withMachine({ gpuModel }))).toBeLessThanOrEqual(unknown);
    expect(maximumPowerW(withMachine({ gpuModel: 'NVIDIA L4' }))).toBe(72 * 1.25);
  });

  it('hold a stated power, an energy in no time, a grid and emissions to what is possible', () => {
    expect(problems(withPhase({ avgPowerW: 10_000 }))).toEqual(['phases.0.avgPowerW']);
    expect(problems(withPhase({ durationS: 0 }))).toEqual(['phases.0.durationS']);
    expect(problems({ ...draft, gridReportedGPerKwh: 2_001 })).toEqual(['gridReportedGPerKwh']);
    // 0.04 kWh: at most 80 g
    expect(problems({ ...draft, emissionsReportedKg: 0.079 })).toEqual([]);
    expect(problems({ ...draft, emissionsReportedKg: 0.081 })).toEqual(['emissionsReportedKgCo2e']);
  });

  it('hold nothing against what is unknown', () => {
    expect(
      problems({ ...withPhase({ energyTotalJ: null, durationS: null }), emissionsReportedKg: 99 }),
    ).toEqual([]);
    expect(problems(withPhase({ durationS: null }))).toEqual([]);
  });
});

describe('two drafts', () => {
  it('tell of the same run wherever it was found and however it was flagged', () => {
    const found = { sourcePath: 'b.csv', sourceRow: 9, licence: 'MIT', sourceVersion: '2', qcFlags: ['x'] };
    expect(isSameRun({ ...draft, ...found }, draft)).toBe(true);
    const load: PhaseDraft = { ...query, phase: 'load', unit: 'model-load' };
    expect(isSameRun({ ...draft, phases: [load, query] }, { ...draft, phases: [query, load] })).toBe(true);
  });

  it('tell of the same run after joules went to kWh and back', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (energyTotalJ) => {
        const back = (energyTotalJ / 3.6e6) * 3.6e6;
        expect(isSameRun(withPhase({ energyTotalJ }), withPhase({ energyTotalJ: back }))).toBe(true);
      }),
    );
  });

  it('tell of two where anything that was measured differs', () => {
    const others: RunDraft[] = [
      withPhase({ energyPerUnitJ: 144.000001 }),
      withPhase({ durationS: null }),
      withMachine({ gpuCount: 2 }),
      { ...draft, dataset: null },
      { ...draft, externalId: 'r2' },
      { ...draft, phases: [...draft.phases, { ...query, phase: 'load' }] },
    ];
    for (const other of others) expect(isSameRun(other, draft)).toBe(false);
  });
});
