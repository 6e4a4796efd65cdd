import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { reviewRun, type RunDraft } from '../../../../core/run/index.js';
import { luccioni2023 } from '../../../../database/seed/sources/luccioni-2023.js';
import type { Row, SourceFile } from '../../../../database/seed/sources/index.js';
import { collect, draftsOf, fixture, refusals, streamOf } from '../../../../../test/support/importers.js';
import { readStudyLog, STUDY_LOGS } from './luccioni-2023.js';

const DATA = 'data/luccioni-2023/1';
const source = JSON.parse(readFileSync(`${DATA}/source.json`, 'utf8')) as SourceFile;
const rows: Row[] = parse(readFileSync(`${DATA}/runs.csv`), { columns: true });

/** What the normalised table adds to the logs: its own order, the cohort and the parameters of the paper. */
const notInTheLogs = { cohort: null, parameters: null, sourceRow: null };

function seeded(runId: string): RunDraft {
  const row = rows.find((candidate) => candidate['run_id'] === runId);
  if (row === undefined) throw new Error(`${runId} is not in the seed`);
  return luccioni2023.rowToRun(row, source);
}

const taskFiles = () =>
  readdirSync('test/fixtures/importers/study/tasks').map((name) => streamOf(fixture(`study/tasks/${name}`)));

async function imported(log: string, change = (text: string) => text): Promise<RunDraft[]> {
  const whole = streamOf(change(fixture(`study/${log}`).toString()));
  const named = await collect(readStudyLog(log, whole, taskFiles()));
  return draftsOf(named).filter((draft) => fixture(`study/${log}`).includes(draft.externalId));
}

/** Nine significant digits, as the normalised table prints; components of loading are in the logs alone. */
function expectSame(draft: RunDraft, seed: RunDraft): void {
  const { phases, gridReportedGPerKwh, emissionsReportedKg, ...rest } = draft;
  const { phases: seedPhases, gridReportedGPerKwh: grid, emissionsReportedKg: kg, ...seedRest } = seed;
  expect({ ...rest, ...notInTheLogs }).toEqual({ ...seedRest, ...notInTheLogs });
  expect(gridReportedGPerKwh).toBeCloseTo(grid ?? Number.NaN, 2);
  expect(emissionsReportedKg).toBeCloseTo(kg ?? Number.NaN, 9);
  expect(phases.map((phase) => phase.phase)).toEqual(seedPhases.map((phase) => phase.phase));
  for (const [index, phase] of seedPhases.entries()) {
    for (const [key, value] of Object.entries(phase)) {
      const own = phases[index]?.[key as keyof typeof phase];
      if (typeof value === 'number') expect(Number(own) / value).toBeCloseTo(1, 8);
      else if (value !== null) expect(own).toBe(value);
    }
  }
}

describe("the study's own logs", () => {
  it('give the runs that the seed has: phases, components, times, model and machine', async () => {
    const drafts = await imported('text_classif_sst2.csv');
    expect(drafts).toHaveLength(2);
    for (const draft of drafts) {
      expectSame(draft, seeded(draft.externalId));
      expect(reviewRun(draft)).toEqual({ errors: [], flags: [] });
    }
  });

  it('keep the transfer to the GPU apart from the load', async () => {
    const [draft] = await imported('tti_diffusiondb.csv');
    expect(draft?.phases.map((phase) => phase.phase)).toEqual(['query', 'load', 'transfer']);
    if (draft) expectSame(draft, seeded(draft.externalId));
  });

  it('trust the label of the whole run where that of the tasks differs, and flag it', async () => {
    const [draft] = await imported('summarize_cnn_15.csv');
    expect(draft).toMatchObject({
      modelId: 'sshleifer/distilbart-xsum-12-6',
      modelIdReported: 'sshleifer/distilbart-cnn-6-6',
      qcFlags: ['model-label-conflict'],
    });
    if (draft) expectSame(draft, seeded(draft.externalId));
  });

  it('are read where a spreadsheet saved them, with other times and rounded figures', async () => {
    const [draft] = await imported('summarize_xsum_15.csv');
    if (draft) expectSame(draft, seeded(draft.externalId));
    const whole = streamOf(fixture('study/summarize_xsum_15.csv'));
    const [alone] = draftsOf(await collect(readStudyLog('summarize_xsum_15.csv', whole, [])));
    expect(alone?.measuredAt).toBe('2023-10-06T00:05:27');
  });

  it('put a run that CodeCarbon located elsewhere where the node stood', async () => {
    const [draft] = await imported('text_classif_sst2.csv', (text) =>
      text.replaceAll('United States,USA,oregon', 'Canada,CAN,quebec'),
    );
    expect(draft).toMatchObject({ country: 'USA', region: 'oregon', qcFlags: ['geolocation-fallback'] });
  });

  it('are 56, each about the task, dataset and variant that the seed says', async () => {
    expect(STUDY_LOGS).toHaveLength(56);
    for (const log of STUDY_LOGS) {
      const row = rows.find((candidate) => candidate['source_file'] === log);
      if (row === undefined) throw new Error(`${log} is not in the seed`);
      const seed = luccioni2023.rowToRun(row, source);
      const whole = streamOf(fixture('study/text_classif_sst2.csv'));
      const records = await collect(readStudyLog(log, whole, []));
      expect(refusals(records)).toEqual([]);
      const { task, dataset, zeroShot, inputVariant, loadShape } = seed;
      expect(draftsOf(records)[0]).toMatchObject({ task, dataset, zeroShot, inputVariant, loadShape });
    }
  });
});
