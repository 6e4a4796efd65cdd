import fc from 'fast-check';
import { reviewRun } from '../../../core/run/index.js';
import { draftsOf, fixture, onlyDraft, readAll, refusals } from '../../../../test/support/importers.js';
import { codecarbonCsv } from './codecarbon-csv.js';
import { oneAfterAnother } from './shared/peek.js';
import { collect, streamOf } from '../../../../test/support/importers.js';

const V2_0 =
  'timestamp,project_name,run_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,country_name,country_iso_code,region,cloud_provider,cloud_region,os,python_version,cpu_count,cpu_model,gpu_count,gpu_model,longitude,latitude,ram_total_size,tracking_mode,on_cloud'.split(
    ',',
  );
const V2_2 = V2_0.toSpliced(20, 0, 'codecarbon_version');
const V2_2_3 = [...V2_2, 'pue'];
const V2_7 = V2_2_3.toSpliced(3, 0, 'experiment_id');
const V3_0_8 = [...V2_7.toSpliced(14, 0, 'water_consumed'), 'wue'];
const V3_2_1 = V3_0_8.toSpliced(
  V3_0_8.indexOf('on_cloud'),
  0,
  'cpu_utilization_percent',
  'gpu_utilization_percent',
  'ram_utilization_percent',
  'ram_used_gb',
);
const GENERATIONS: [string, readonly string[]][] = [
  ['', V2_0],
  ['2.2.0', V2_2],
  ['2.2.3', V2_2_3],
  ['2.7.0', V2_7],
  ['3.0.8', V3_0_8],
  ['3.3.0', V3_2_1],
];

const CELLS: Record<string, string> = {
  timestamp: '2026-01-01T00:00:00',
  project_name: 'demo',
  run_id: 'run-1',
  duration: '100',
  emissions: '0.0036',
  emissions_rate: '0.000036',
  cpu_power: '40',
  gpu_power: '300',
  ram_power: '20',
  cpu_energy: '0.001',
  gpu_energy: '0.008',
  ram_energy: '0.0005',
  energy_consumed: '0.0095',
  country_name: 'Sweden',
  country_iso_code: 'SWE',
  region: 'stockholm',
  cpu_model: 'AMD EPYC 7763',
  gpu_count: '2',
  gpu_model: '2 x NVIDIA L4',
  ram_total_size: '64',
  tracking_mode: 'machine',
  pue: '1.0',
};

const DEFAULTS = {
  task: 'text-classification',
  model: 'example/model',
  inferences: 1000,
  fileName: 'emissions.csv',
};

const line = (columns: readonly string[], change: Record<string, string> = {}): string =>
  columns.map((column) => ({ ...CELLS, ...change })[column] ?? '').join(',');
const csv = (columns: readonly string[], ...changes: Record<string, string>[]): string =>
  [columns.join(','), ...changes.map((change) => line(columns, change))].join('\n') + '\n';
const TASKS = ['task_name', ...V2_2];
const task = (name: string, change: Record<string, string> = {}) => ({
  task_name: name,
  codecarbon_version: '2.3.1',
  ...change,
});

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

  it('refuses a row whose empty cells were left out, and reads the rows around it', async () => {
    const whole = line(V3_2_1, { codecarbon_version: '3.3.0' });
    const short = whole
      .split(',')
      .filter((cell) => cell !== '')
      .join(',');
    const other = line(V3_2_1, { codecarbon_version: '3.3.0', run_id: 'run-2' });
    const records = await readAll(codecarbonCsv, [V3_2_1.join(','), short, other].join('\n'), DEFAULTS);
    expect(refusals(records)).toEqual([
      expect.stringMatching(/^1 ROW_SHORT: the row has \d+ values under 38 headers; CodeCarbon 3\.2\.9/),
    ]);
    expect(draftsOf(records).map((draft) => draft.externalId)).toEqual(['run-2']);
  });

  it('follows a header that comes again with other columns', async () => {
    const first = csv(V2_2_3, { codecarbon_version: '2.3.1' });
    const second = csv(V3_2_1, { codecarbon_version: '3.3.0', run_id: 'run-2', energy_consumed: '0.0095' });
    const drafts = draftsOf(await readAll(codecarbonCsv, first + second, DEFAULTS));
    expect(drafts.map((draft) => [draft.externalId, draft.meterVersion, draft.sourceRow])).toEqual([
      ['run-1', '2.3.1', 1],
      ['run-2', '3.3.0', 2],
    ]);
  });

  it('refuses a file whose first line is no header of CodeCarbon', async () => {
    expect(refusals(await readAll(codecarbonCsv, 'a,b,c\n1,2,3\n', DEFAULTS))).toEqual([
      expect.stringMatching(/^0 FILE_UNREADABLE: the first line must name the columns, among them timestamp/),
    ]);
    expect(refusals(await readAll(codecarbonCsv, '', DEFAULTS))).toHaveLength(1);
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

  it('says which row and column is not UTF-8, and reads the others; BOM, CRLF and quotes do no harm', async () => {
    const good = csv(V2_2_3, { country_name: '"Côte d’Ivoire, ""CI"""' });
    const bad = Buffer.from(line(V2_2_3, { run_id: 'run-2', region: 'X' }), 'latin1');
    bad[bad.indexOf('X')] = 0xee;
    const file = Buffer.concat([Buffer.from(`\uFEFF${good}`.replaceAll('\n', '\r\n')), bad]);
    const records = await readAll(codecarbonCsv, file, DEFAULTS);
    expect(refusals(records)).toEqual([
      '2 NOT_UTF8: row 2, column region is not valid UTF-8: save the file as UTF-8',
    ]);
    expect(draftsOf(records)).toHaveLength(1);
  });

  it('refuses what an unclosed quote swallows and does not hold it all', async () => {
    const records = await readAll(
      codecarbonCsv,
      csv(V2_2_3, {}, { project_name: '"open', run_id: 'x' }, { run_id: 'y' }),
      DEFAULTS,
    );
    expect(draftsOf(records).map((draft) => draft.externalId)).toEqual(['run-1']);
    expect(refusals(records)).toEqual([expect.stringMatching(/^2 ROW_UNREADABLE/)]);
  });

  it('stops at a record that is too large, with what was read before it', async () => {
    const file = csv(V2_2_3, {}, { run_id: 'x', project_name: `"${'y'.repeat(3 * 1024 * 1024)}` });
    const records = await readAll(codecarbonCsv, file, DEFAULTS);
    expect(draftsOf(records).map((draft) => draft.externalId)).toEqual(['run-1']);
    expect(refusals(records)).toEqual([expect.stringMatching(/^\d+ ROW_UNREADABLE/)]);
  });

  it('numbers a row that cannot be parsed where it stands', async () => {
    const file = csv(V2_2_3, {}, { run_id: 'x', project_name: 'a"b"' }, { run_id: 'y' });
    const records = await readAll(codecarbonCsv, file, DEFAULTS);
    expect(refusals(records)).toEqual([expect.stringMatching(/^2 ROW_UNREADABLE: line 3/)]);
    expect(draftsOf(records).map((draft) => [draft.externalId, draft.sourceRow])).toEqual([
      ['run-1', 1],
      ['y', 3],
    ]);
  });

  it('gives the same records wherever the chunks of the stream end', async () => {
    const file = fixture('codecarbon-3.0.8.csv');
    const expected = await readAll(codecarbonCsv, file, DEFAULTS);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: file.length }), async (chunk) => {
        expect(await readAll(codecarbonCsv, file, DEFAULTS, chunk)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});

describe('CodeCarbon task files', () => {
  const LOAD = task('load model', {
    duration: '20',
    energy_consumed: '0.002',
    cpu_energy: '',
    gpu_energy: '',
    ram_energy: '',
  });

  it('make one run of the tasks: the queries, the loading, the start of the first', async () => {
    const file = csv(
      TASKS,
      task('load data', { timestamp: '2026-01-01T00:00:00' }),
      { ...LOAD, timestamp: '2026-01-01T00:00:30' },
      task('query model', { timestamp: '2026-01-01T00:02:10' }),
    );
    const draft = await onlyDraft(codecarbonCsv, file, { ...DEFAULTS, pue: 1 });
    expect(draft.phases).toEqual([
      expect.objectContaining({ phase: 'query', energyTotalJ: 34200, unitCount: 1000, durationS: 100 }),
      expect.objectContaining({ phase: 'load', energyTotalJ: 7200, unitCount: 1, energyGpuJ: null }),
    ]);
    expect(draft.measuredAt).toBe('2025-12-31T23:58:20');
    expect(draft.qcFlags).toEqual(['emissions-rate-mismatch', 'energy-method-unknown']);
  });

  it('brings the rows of a run together wherever they stand, whole run first or last', async () => {
    const whole = csv(V2_2_3, { codecarbon_version: '2.3.1', energy_consumed: '0.0115', pue: '1.0' });
    const tasks = csv(TASKS, LOAD, task('query data', { run_id: 'run-2' }), task('query model'));
    for (const files of [
      [whole, tasks],
      [tasks, whole],
    ]) {
      const records = await collect(
        codecarbonCsv.read(oneAfterAnother(files.map((file) => streamOf(file))), {
          sourceId: 'test',
          ...DEFAULTS,
        }),
      );
      const drafts = draftsOf(records).toSorted((a, b) => a.externalId.localeCompare(b.externalId));
      expect(drafts.map((draft) => [draft.externalId, draft.phases.length])).toEqual([
        ['run-1', 2],
        ['run-2', 1],
      ]);
      expect(drafts[0]?.qcFlags).not.toContain('pue-not-logged');
      expect(drafts[1]?.qcFlags).toContain('pue-not-logged');
    }
  });

  it('takes out the PUE that only the row of the whole run logs', async () => {
    const whole = csv(V2_2_3, { codecarbon_version: '2.3.1', pue: '2' });
    const draft = await onlyDraft(codecarbonCsv, whole + csv(TASKS, task('query model')), DEFAULTS);
    expect(draft.phases[0]).toMatchObject({ energyTotalJ: 17100, energyGpuJ: 14400 });
    expect(draft.qcFlags).toContain('pue-removed');
  });

  it('refuses a run whose queries have no energy and names the version that loses it', async () => {
    const lost = task('query model', { codecarbon_version: '2.8.4', energy_consumed: '0' });
    expect(refusals(await readAll(codecarbonCsv, csv(TASKS, LOAD, lost), DEFAULTS))).toEqual([
      '1 NO_ENERGY: energy_consumed of row 2 is 0: CodeCarbon 2.8.4 loses the energy of a second task',
    ]);
  });

  it('keeps the queries where it is the loading that has no energy', async () => {
    const file = csv(
      TASKS,
      task('query model'),
      task('load model', { codecarbon_version: '3.0.0', energy_consumed: '0' }),
    );
    const draft = await onlyDraft(codecarbonCsv, file, DEFAULTS);
    expect(draft.phases.map((phase) => phase.phase)).toEqual(['query']);
    expect(draft.qcFlags).toContain('task-without-energy');
  });

  it('asks which task answers queries where no name says so', async () => {
    const file = csv(TASKS, task('phase A'), task('phase B'));
    expect(refusals(await readAll(codecarbonCsv, file, DEFAULTS))).toEqual([
      '1 DEFAULT_MISSING: none of the tasks "phase A", "phase B" is named as the one that answers queries: give `queryTask`',
    ]);
    const draft = await onlyDraft(codecarbonCsv, file, {
      ...DEFAULTS,
      queryTask: 'phase B',
      loadTask: 'phase A',
    });
    expect(draft.phases.map((phase) => phase.phase)).toEqual(['query', 'load']);
  });

  it('counts a task that is there twice once', async () => {
    const records = await readAll(
      codecarbonCsv,
      csv(TASKS, task('query model'), task('query model')),
      DEFAULTS,
    );
    expect(refusals(records)).toEqual(['2 ROW_SUPERSEDED: row 1 says the same']);
    expect(draftsOf(records)[0]?.phases[0]?.energyTotalJ).toBe(34200);
  });

  it('cannot join tasks without a run id', async () => {
    const records = await readAll(codecarbonCsv, csv(TASKS, { ...LOAD, run_id: 'None' }), DEFAULTS);
    expect(refusals(records)).toEqual([
      '1 ROW_UNREADABLE: a task without run_id cannot be joined to its run',
    ]);
  });
});
