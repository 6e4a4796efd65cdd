import { aRun, withMachine, withPhase } from '../../../test/support/a-run.js';
import { LIMITS, reviewRun } from './index.js';
import type { RunDraft } from './index.js';
import { LEAST } from './limits.js';
import type { LimitedField } from './limits.js';

type Change = (value: number) => RunDraft;

const ofRun =
  (
    field: 'sourceRow' | 'parameters' | 'activeParameters' | 'emissionsReportedKg' | 'gridReportedGPerKwh',
  ): Change =>
  (value) => ({ ...aRun, [field]: value });
const ofLoad =
  (field: keyof RunDraft['loadShape']): Change =>
  (value) => ({ ...aRun, loadShape: { ...aRun.loadShape, [field]: value } });
const ofOutput =
  (field: keyof RunDraft['outputShape']): Change =>
  (value) => ({ ...aRun, outputShape: { ...aRun.outputShape, [field]: value } });
/** What else the phase says is left out, so that nothing has to add up. */
const ofPhase =
  (field: keyof RunDraft['phases'][number]): Change =>
  (value) =>
    withPhase({ unitCount: null, energyTotalJ: null, [field]: value });

const CHANGES: Readonly<Record<LimitedField, Change>> = {
  sourceRow: ofRun('sourceRow'),
  parameters: ofRun('parameters'),
  activeParameters: ofRun('activeParameters'),
  emissionsReportedKg: ofRun('emissionsReportedKg'),
  gridReportedGPerKwh: ofRun('gridReportedGPerKwh'),
  gpuCount: (gpuCount) => withMachine({ gpuCount, gpuModel: null }),
  gpusActive: (gpusActive) => withMachine({ gpusActive, gpuCount: 100_000, nodes: 100_000 }),
  nodes: (nodes) => withMachine({ nodes }),
  ramGb: (ramGb) => withMachine({ ramGb }),
  batchSizeMean: ofLoad('batchSizeMean'),
  batchSizeMax: ofLoad('batchSizeMax'),
  inputTokensPerUnit: ofLoad('inputTokensPerUnit'),
  outputTokensPerUnit: ofLoad('outputTokensPerUnit'),
  throughputUnitsPerS: ofLoad('throughputUnitsPerS'),
  latencyS: ofLoad('latencyS'),
  imageWidth: ofOutput('imageWidth'),
  imageHeight: ofOutput('imageHeight'),
  steps: ofOutput('steps'),
  frames: ofOutput('frames'),
  fps: ofOutput('fps'),
  unitCount: ofPhase('unitCount'),
  energyTotalJ: ofPhase('energyTotalJ'),
  energyGpuJ: ofPhase('energyGpuJ'),
  energyCpuJ: ofPhase('energyCpuJ'),
  energyRamJ: ofPhase('energyRamJ'),
  energyPerUnitJ: ofPhase('energyPerUnitJ'),
  energyPerOutputTokenJ: ofPhase('energyPerOutputTokenJ'),
  durationS: ofPhase('durationS'),
  avgPowerW: ofPhase('avgPowerW'),
};

/** Columns of the type `integer`; the others hold any count or double. */
const INTEGERS = [
  'sourceRow',
  'gpuCount',
  'gpusActive',
  'nodes',
  'imageWidth',
  'imageHeight',
  'steps',
  'frames',
];

const cases = Object.entries(CHANGES) as [LimitedField, Change][];

describe('a number of a run', () => {
  it.each(cases)('may be the most that %s can be, and no more', (field, change) => {
    const { max } = LIMITS[field];
    expect(reviewRun(change(max)).errors).toEqual([]);
    for (const beyond of [max + Math.max(1, max * Number.EPSILON), max * 2, 2 ** 62, 1e308]) {
      // more than all GPUs is said first
      if (field === 'gpusActive' && beyond > 1e10) continue;
      if (beyond <= max) continue;
      expect(reviewRun(change(beyond)).errors).toContainEqual({
        field: expect.stringMatching(new RegExp(`(^|\\.)${field}$`)) as string,
        code: 'VALIDATION_FAILED',
        message: `must not be greater than ${max}; check the unit that it is in, or leave it out where it is not known`,
      });
    }
  });

  it.each(cases)('may be the least that %s can be, and no less', (field, change) => {
    const { min } = LIMITS[field];
    expect(reviewRun(change(min === 0 ? 1 : min)).errors).toEqual([]);
    for (const below of [5e-324, LEAST / 2, min > 0 ? min * 0.999 : -1]) {
      expect(reviewRun(change(below)).errors.map((error) => error.field.split('.').at(-1))).toContain(field);
    }
  });

  it.each(INTEGERS)('fits into the column of %s', (field) =>
    expect(LIMITS[field as LimitedField].max).toBeLessThan(2 ** 31),
  );

  it('has a logarithm however little a unit takes', () => {
    expect(Number.isFinite(Math.log(LIMITS.energyPerUnitJ.min / 3600))).toBe(true);
    expect(LIMITS.energyTotalJ.max ** 2 * Number.MAX_SAFE_INTEGER).toBeLessThan(Number.MAX_VALUE);
  });
});

describe('the texts of a run', () => {
  const fieldsOf = (run: RunDraft) => reviewRun(run).errors.map(({ field }) => field);

  it('name devices so shortly that their slug is a key', () => {
    expect(fieldsOf(withMachine({ gpuModel: '昇'.repeat(200) }))).toEqual([]);
    expect(fieldsOf(withMachine({ gpuModel: '昇'.repeat(201) }))).toEqual(['hardware.gpuModel']);
  });

  it.each([[[' x']], [['x ']], [['']], [['\tx']]])('have no flag such as %j', (qcFlags) =>
    expect(fieldsOf({ ...aRun, qcFlags })).toContain('qcFlags'),
  );

  it('have no more flags than a key holds', () => {
    const flags = (count: number, length: number) =>
      fieldsOf({ ...aRun, qcFlags: Array.from({ length: count }, () => 'f'.repeat(length)) });
    expect([flags(50, 12), flags(6, 100)]).toEqual([[], []]);
    expect([flags(51, 1), flags(7, 100)]).toEqual([['qcFlags'], ['qcFlags']]);
  });
});
