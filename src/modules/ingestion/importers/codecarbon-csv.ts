import type { ImportDefaults } from './import-defaults.js';
import type { ImportedRecord, Importer } from './importer.js';
import { readEntry, type CodeCarbonEntry } from './codecarbon/entry.js';
import { OpenRuns } from './codecarbon/open-runs.js';
import { toDraft, type LoggedRun } from './codecarbon/run.js';
import { csvRows, headerOf, shareOf, type CsvRow } from './shared/csv-rows.js';
import { outcome, rejected } from './shared/rejection.js';

/** In every version from 2.0.0 on, in the files of whole runs and of tasks. */
const COLUMNS = ['timestamp', 'project_name', 'duration', 'emissions', 'cpu_energy', 'energy_consumed'];

/**
 * CodeCarbon's CSV, 2.0 to 3.3, read by the names of its columns: the file of whole runs, the files of
 * tasks, or both one after another. Rows of a run are brought together by `run_id`.
 */
export const codecarbonCsv: Importer = {
  format: 'codecarbon-csv',
  title: 'CodeCarbon CSV (2.0 to 3.3), whole runs and tasks',

  detect: (head) => 0.95 * Math.floor(shareOf(COLUMNS, headerOf(head))),

  async *read(source, defaults) {
    const open = new OpenRuns();
    for await (const rows of csvRows(source, SHAPE)) {
      for (const row of rows) yield* 'error' in row ? [row] : take(row, open, defaults);
    }
    for (const run of open.drain()) yield settle(run, defaults);
  },
};

const SHAPE = {
  isHeader: (cells: readonly string[]) => COLUMNS.every((column) => cells.includes(column)),
  columns: COLUMNS,
  shortRowHint:
    'CodeCarbon 3.2.9 and 3.3.0 leave out empty cells when they append, which shifts the others: write the run to a file of its own',
};

function take(row: CsvRow, open: OpenRuns, defaults: ImportDefaults): ImportedRecord[] {
  let entry: CodeCarbonEntry;
  try {
    entry = readEntry(row.row, row.cells, defaults.pue);
  } catch (error) {
    return [rejected(row.row, row.cells, error)];
  }
  const { runId } = entry;
  if (runId === null) return [settle(alone(entry), defaults)];
  const settled = open.add(entry, runId);
  const oldest = open.overflow();
  if (oldest !== null) settled.push(settle(oldest, defaults));
  return settled;
}

/** A row without a run id cannot be joined to others. */
const alone = (entry: CodeCarbonEntry): LoggedRun =>
  entry.taskName === null ? { whole: entry, tasks: [] } : { whole: null, tasks: [entry] };

function settle(run: LoggedRun, defaults: ImportDefaults): ImportedRecord {
  const entries = [...(run.whole === null ? [] : [run.whole]), ...run.tasks];
  const raw = entries.map((entry) => entry.fields);
  return outcome(entries[0]?.row ?? 0, raw, () => toDraft(run, defaults));
}
