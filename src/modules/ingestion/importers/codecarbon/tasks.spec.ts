import { csv, DEFAULTS, task, TASKS, V2_2_3 } from '../../../../../test/support/codecarbon.js';
import {
  collect,
  draftsOf,
  onlyDraft,
  readAll,
  refusals,
  streamOf,
} from '../../../../../test/support/importers.js';
import { codecarbonCsv } from '../codecarbon-csv.js';
import { oneAfterAnother } from '../shared/one-after-another.js';

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

  it('refuses a run of more tasks than can be held as a whole, and every row too many', async () => {
    const tasks = Array.from({ length: 1_002 }, (_, index) =>
      task('query model', { duration: String(index + 1) }),
    );
    const refused = refusals(await readAll(codecarbonCsv, csv(TASKS, ...tasks), DEFAULTS));
    expect(refused).toHaveLength(2);
    for (const reason of refused) expect(reason).toContain('the run has over 1000 tasks');
  });
});
