import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { groupBy } from '../../src/core/collections.js';
import { taskLines, wholeLines } from './codecarbon-2.3.1.js';
import { cell, studyRows } from './study.js';
import type { StudyRow } from './study.js';

/** What is imported at once: the rows of the log of whole runs that are of one cohort, and their files of tasks. */
export interface StudyLog {
  readonly name: string;
  readonly runs: readonly StudyRow[];
  readonly content: string;
}

export interface StudyLogs {
  readonly logs: readonly StudyLog[];
  /** Files and runs that the measured table has and the folder lacks, or the other way about. */
  readonly problems: readonly string[];
}

const wholePath = (folder: string, log: string) => join(folder, 'data', 'emissions', 'complete', log);
const tasksPath = (folder: string, run: string) =>
  join(folder, 'data', 'emissions', 'base', `emissions_base_${run}.csv`);

/** Writes the measured table back into files, laid out as in the authors' repository. */
export function writeStudyLogs(folder: string): void {
  mkdirSync(wholePath(folder, ''), { recursive: true });
  mkdirSync(join(folder, 'data', 'emissions', 'base'), { recursive: true });
  for (const [log, runs] of groupBy(studyRows(), (run) => cell(run, 'source_file'))) {
    writeFileSync(wholePath(folder, log), wholeLines(runs));
    for (const run of runs) writeFileSync(tasksPath(folder, cell(run, 'run_id')), taskLines(run));
  }
}

/** Reads such a folder; lines are passed on as they are. */
export function readStudyLogs(folder: string): StudyLogs {
  const read = [...groupBy(studyRows(), (run) => cell(run, 'source_file'))].map(([log, runs]) =>
    readLog(folder, log, runs),
  );
  return { logs: read.flatMap(({ logs }) => logs), problems: read.flatMap(({ problems }) => problems) };
}

function readLog(folder: string, log: string, runs: readonly StudyRow[]): StudyLogs {
  const path = wholePath(folder, log);
  if (!existsSync(path)) return { logs: [], problems: [`${path} is not there`] };
  const text = readFileSync(path, 'utf8');
  const lines = parse(text, { columns: true, raw: true }) as { raw: string; record: StudyRow }[];
  const logged = new Map(lines.map(({ raw, record }) => [cell(record, 'run_id'), raw.trimEnd()]));
  const header = text.slice(0, text.indexOf('\n'));
  const expected = new Set(runs.map((run) => cell(run, 'run_id')));
  const problems = [
    ...[...expected].filter((id) => !logged.has(id)).map((id) => `${log} has no run ${id}`),
    ...[...logged.keys()]
      .filter((id) => !expected.has(id))
      .map((id) => `${log} has the run ${id}, which the table lacks`),
    ...[...expected]
      .filter((id) => !existsSync(tasksPath(folder, id)))
      .map((id) => `${id} has no file of tasks`),
  ];
  const logs = [...groupBy(runs, (run) => cell(run, 'in_paper_table2')).values()].map((cohort) => ({
    name: log,
    runs: cohort,
    content: [
      header,
      ...cohort.flatMap((run) => logged.get(cell(run, 'run_id')) ?? []),
      ...cohort.map((run) => tasksPath(folder, cell(run, 'run_id'))).flatMap(tasksIn),
    ].join('\n'),
  }));
  return { logs, problems };
}

const tasksIn = (path: string): string[] => (existsSync(path) ? [readFileSync(path, 'utf8').trimEnd()] : []);
