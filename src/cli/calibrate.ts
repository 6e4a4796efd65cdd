import { coverageOf, trialsOf } from '../core/calibration/index.js';
import type { CalibrationRun, Coverage, Trial } from '../core/calibration/index.js';
import { groupBy } from '../core/collections.js';
import type { EvidenceLevel } from '../core/evidence/index.js';
import { Energy } from '../core/quantity/index.js';
import { QUERY_PHASES } from '../core/run/index.js';
import type { RunDraft } from '../core/run/index.js';
import { DataFolder } from '../database/seed/data-folder.js';
import { luccioni2023 } from '../database/seed/sources/luccioni-2023.js';
import type { SourceFile } from '../database/seed/sources/source-mapping.js';

const LEVELS: readonly EvidenceLevel[] = ['measured-cell', 'measured-model', 'parameters', 'task'];

/** The runs behind Table 2 of the study, in the order in which they were made. */
async function studyRuns(): Promise<RunDraft[]> {
  const folder = new DataFolder(luccioni2023.folder);
  const source = await folder.json<SourceFile>('source.json');
  const runs = (await folder.csv(source.runsFile)).map((row) => luccioni2023.rowToRun(row, source));
  return runs
    .filter((run) => run.cohort === source.taskCohort?.name)
    .sort((a, b) => ((a.measuredAt ?? '') < (b.measuredAt ?? '') ? -1 : 1));
}

const toCalibrationRun = (run: RunDraft): CalibrationRun => ({
  model: run.modelId,
  dataset: run.dataset ?? '',
  parameters: run.parameters,
  whPerUnit: Energy.toWh(run.phases.find(({ phase }) => QUERY_PHASES.includes(phase))?.energyPerUnitJ ?? NaN),
});

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

const rowOf = (task: string, level: string, coverage: Coverage | null): string =>
  coverage === null
    ? `| ${task} | ${level} | 0 | not offered | | |`
    : `| ${task} | ${level} | ${coverage.trials} | ${percent(coverage.within50)} | ${percent(coverage.within90)} | ${coverage.medianAbsoluteError.toFixed(3)} |`;

const rowsOf = (task: string, trials: readonly Trial[]): string[] =>
  LEVELS.map((level) => rowOf(task, level, coverageOf(trials.filter((trial) => trial.level === level))));

/** Prints how often the intervals of the study's factors hold what was left out of them. */
async function main(): Promise<void> {
  const byTask = [...groupBy(await studyRuns(), ({ task }) => task)].sort(([a], [b]) => (a < b ? -1 : 1));
  const trials = byTask.map(([task, runs]) => ({ task, trials: trialsOf(runs.map(toCalibrationRun)) }));
  const all = trials.flatMap((each) => each.trials);
  console.log('| task | level | trials | within 50 % | within 90 % | median abs. ln error |');
  console.log('|---|---|---|---|---|---|');
  for (const each of trials) console.log(rowsOf(each.task, each.trials).join('\n'));
  console.log(rowsOf('**all**', all).join('\n'));
  console.log(rowOf('**all**', 'all trials alike', coverageOf(all)));
  console.log(rowOf('**all**', 'all levels alike', meanOverLevels(all)));
}

/** Levels have very different numbers of trials; each counts once. */
function meanOverLevels(trials: readonly Trial[]): Coverage | null {
  const coverages = LEVELS.flatMap(
    (level) => coverageOf(trials.filter((trial) => trial.level === level)) ?? [],
  );
  if (coverages.length === 0) return null;
  const mean = (of: (coverage: Coverage) => number): number =>
    coverages.reduce((sum, coverage) => sum + of(coverage), 0) / coverages.length;
  return {
    trials: trials.length,
    within50: mean(({ within50 }) => within50),
    within90: mean(({ within90 }) => within90),
    medianAbsoluteError: mean(({ medianAbsoluteError }) => medianAbsoluteError),
  };
}

await main();
