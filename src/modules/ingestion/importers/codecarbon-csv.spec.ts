import fc from 'fast-check';
import {
  csv,
  DEFAULTS,
  GENERATIONS,
  V2_0,
  V2_2,
  V2_2_3,
  V3_2_1,
} from '../../../../test/support/codecarbon.js';
import { draftsOf, fixture, onlyDraft, readAll, refusals } from '../../../../test/support/importers.js';
import { reviewRun } from '../../../core/run/index.js';
import { codecarbonCsv } from './codecarbon-csv.js';

describe('CodeCarbon CSV', () => {
  it.each(GENERATIONS)('reads the columns of version "%s" by their names', async (version, columns) => {
    const rate = version === '' ? '0.036' : '0.000036';
    const draft = await onlyDraft(
      codecarbonCsv,
      csv(columns, { codecarbon_version: version, emissions_rate: rate }),
      DEFAULTS,
    );
    expect(draft).toMatchObject({
      externalId: 'run-1',
      sourcePath: 'emissions.csv',
      sourceRow: 1,
      measuredAt: '2026-01-01T00:00:00',
      country: 'SWE',
      region: 'stockholm',
      hardware: { gpuModel: 'NVIDIA L4', gpuCount: 2, cpuModel: 'AMD EPYC 7763', ramGb: 64 },
      energyScope: 'node-components',
      energyMethod: 'nvml+unknown-cpu+ram-model',
      measured: true,
      meterTool: 'codecarbon',
      meterVersion: version || null,
      emissionsReportedKg: 0.0036,
      qcFlags: ['phases-not-separated', 'energy-method-unknown'],
    });
    expect(draft.gridReportedGPerKwh).toBeCloseTo(378.947, 3);
    expect(draft.phases).toEqual([
      expect.objectContaining({
        phase: 'query',
        unit: 'inference',
        unitCount: 1000,
        energyTotalJ: 34200,
        energyGpuJ: 28800,
        energyCpuJ: 3600,
        energyRamJ: 1800,
        durationS: 100,
        avgPowerW: 342,
      }),
    ]);
    expect(reviewRun(draft)).toEqual({ errors: [], flags: [] });
  });

  it('counts the columns of each generation as CodeCarbon does', () => {
    expect(GENERATIONS.map(([, columns]) => columns.length)).toEqual([29, 30, 31, 32, 34, 38]);
  });

  it('takes emissions_rate as g/s before 2.2.0 and as kg/s after', async () => {
    const flags = async (columns: readonly string[], version: string, rate: string) =>
      (
        await onlyDraft(
          codecarbonCsv,
          csv(columns, { codecarbon_version: version, emissions_rate: rate }),
          DEFAULTS,
        )
      ).qcFlags;
    const mismatch = 'emissions-rate-mismatch';
    expect(await flags(V2_0, '', '0.036')).not.toContain(mismatch);
    expect(await flags(V2_0, '', '0.000036')).toContain(mismatch);
    expect(await flags(V2_2, '2.2.0', '0.000036')).not.toContain(mismatch);
    expect(await flags(V2_2, '2.1.3', '0.036')).not.toContain(mismatch);
    expect(await flags(V2_2, '2.2.0', '0.036')).toContain(mismatch);
  });

  it('gives the same run whatever the order of the columns and whichever optional ones are there', async () => {
    const needed = [
      'timestamp',
      'project_name',
      'duration',
      'emissions',
      'cpu_energy',
      'energy_consumed',
      'run_id',
    ];
    const optional = V3_2_1.filter((column) => !needed.includes(column));
    const columnSets = fc
      .subarray(optional)
      .chain((some) => fc.shuffledSubarray([...needed, ...some], { minLength: needed.length + some.length }));
    await fc.assert(
      fc.asyncProperty(columnSets, async (columns) => {
        const draft = await onlyDraft(codecarbonCsv, csv(columns, { codecarbon_version: '3.2.1' }), {
          ...DEFAULTS,
          gpuCount: 2,
        });
        expect(draft.externalId).toBe('run-1');
        expect(draft.phases[0]).toMatchObject({ energyTotalJ: 34200, energyCpuJ: 3600, durationS: 100 });
        expect(draft.phases[0]?.energyGpuJ).toBe(columns.includes('gpu_energy') ? 28800 : null);
      }),
      { numRuns: 60 },
    );
  });

  it('takes the PUE out of every component and says so', async () => {
    const drafts = draftsOf(await readAll(codecarbonCsv, fixture('codecarbon-3.0.8.csv'), DEFAULTS));
    expect(drafts.map((draft) => draft.phases[0]?.energyTotalJ)).toEqual([34200, expect.closeTo(34200, 6)]);
    expect(drafts[1]?.phases[0]?.energyGpuJ).toBeCloseTo(28800, 6);
    expect(drafts[1]?.qcFlags).toContain('pue-removed');
    expect(drafts[0]?.qcFlags).not.toContain('pue-removed');
    expect(drafts[0]?.region).toBe('île-de-france');
  });

  it('refuses a PUE below 1', async () => {
    expect(refusals(await readAll(codecarbonCsv, csv(V3_2_1, { pue: '0.5' }), DEFAULTS))).toEqual([
      '1 OUT_OF_RANGE: pue is 0.5; it cannot be below 1',
    ]);
  });

  it('names the default that is missing: inferences, task or model', async () => {
    const missing = async (defaults: object) =>
      refusals(await readAll(codecarbonCsv, csv(V2_2_3, {}), defaults));
    expect(await missing({ task: 't', model: 'm' })).toEqual([
      '1 DEFAULT_MISSING: the file does not say how many inferences the energy covers: give `inferences`',
    ]);
    expect(await missing({ model: 'm', inferences: 1 })).toEqual([expect.stringContaining('give `task`')]);
    expect(await missing({ task: 't', inferences: 1 })).toEqual([expect.stringContaining('give `model`')]);
    const named = await onlyDraft(codecarbonCsv, csv(V2_2_3, {}), {
      task: 't',
      inferences: 1,
      modelFromProject: true,
    });
    expect(named.modelId).toBe('demo');
  });

  it('keeps the energy of a row with a negative duration, not the duration', async () => {
    const draft = await onlyDraft(codecarbonCsv, csv(V2_2_3, { duration: '-1800000000' }), DEFAULTS);
    expect(draft.phases[0]).toMatchObject({ energyTotalJ: 34200, durationS: null, avgPowerW: null });
    expect(draft.qcFlags).toContain('duration-negative');
  });

  it('drops the duration of the last task where the energy is that of all', async () => {
    const draft = await onlyDraft(
      codecarbonCsv,
      csv(V2_2_3, { duration: '40', emissions_rate: '0.00009' }),
      DEFAULTS,
    );
    expect(draft.phases[0]?.durationS).toBeNull();
    expect(draft.qcFlags).toContain('duration-of-last-task');
  });

  it('refuses a row without energy, with a negative one, and with words for numbers', async () => {
    const refusal = async (change: Record<string, string>) =>
      refusals(await readAll(codecarbonCsv, csv(V2_2_3, change), DEFAULTS));
    expect(await refusal({ energy_consumed: '' })).toEqual(['1 NO_ENERGY: row 1 logs no energy_consumed']);
    expect(await refusal({ energy_consumed: '-1' })).toEqual([expect.stringMatching(/^1 OUT_OF_RANGE/)]);
    expect(await refusal({ energy_consumed: 'much' })).toEqual([
      '1 ROW_UNREADABLE: energy_consumed holds "much", not a number',
    ]);
    expect(await refusal({ timestamp: '2026-01-01 24:61:00' })).toEqual([
      expect.stringContaining('24:61:00'),
    ]);
    expect(await refusal({ timestamp: 'USA' })).toEqual([expect.stringContaining('timestamp holds "USA"')]);
  });

  it('gives a run without an id the id of its content, so that the same file twice is the same run', async () => {
    const file = csv(V3_2_1, { run_id: 'None' }, { run_id: '', duration: '101' });
    const [first, second] = await Promise.all([
      readAll(codecarbonCsv, file, DEFAULTS),
      readAll(codecarbonCsv, file, DEFAULTS),
    ]);
    const ids = draftsOf(first).map((draft) => draft.externalId);
    expect(draftsOf(second).map((draft) => draft.externalId)).toEqual(ids);
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(draftsOf(first)[0]?.qcFlags).toContain('run-id-missing');
  });

  it('takes the last total of a run that was flushed, and refuses an id that two runs share', async () => {
    const records = await readAll(
      codecarbonCsv,
      csv(
        V2_2_3,
        { duration: '50', energy_consumed: '0.004' },
        { duration: '100' },
        { duration: '10', energy_consumed: '0.001' },
      ),
      DEFAULTS,
    );
    expect(refusals(records)).toEqual([
      '1 ROW_SUPERSEDED: row 2 is a later total of the same run',
      '3 CONFLICT: row 2 has the same run_id but logs more: two runs share the id',
    ]);
    expect(draftsOf(records)[0]?.phases[0]?.energyTotalJ).toBe(34200);
  });

  it('says that energies without a GPU are modelled, and flags what one process used', async () => {
    const draft = await onlyDraft(
      codecarbonCsv,
      csv(V2_2_3, {
        gpu_count: '',
        gpu_model: '',
        gpu_energy: '0',
        energy_consumed: '0.0015',
        tracking_mode: 'process',
      }),
      DEFAULTS,
    );
    expect(draft).toMatchObject({
      measured: false,
      energyMethod: 'unknown-cpu+ram-model',
      hardware: { gpuCount: 0 },
    });
    expect(draft.qcFlags).toEqual(expect.arrayContaining(['energy-method-unknown', 'tracking-mode-process']));
  });

  it('takes the uploader at their word about the meter', async () => {
    const draft = await onlyDraft(codecarbonCsv, csv(V2_2_3, {}), {
      ...DEFAULTS,
      energyMethod: 'nvml+rapl',
      measured: true,
    });
    expect(draft).toMatchObject({ energyMethod: 'nvml+rapl', measured: true });
    expect(draft.qcFlags).not.toContain('energy-method-unknown');
  });
});
