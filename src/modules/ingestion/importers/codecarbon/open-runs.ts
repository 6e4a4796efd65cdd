import type { ImportedRecord } from '../importer.js';
import { Rejection, rejected } from '../shared/rejection.js';
import type { CodeCarbonEntry } from './entry.js';
import type { LoggedRun } from './run.js';
import { MAX_TASKS, tooManyTasks } from './tasks.js';

/**
 * How many runs are held while their other rows may still come: the tasks of a run beside the row of the
 * whole run, or a later total of it. Bounds the memory whatever the size of the file.
 */
const OPEN_RUNS = 1024;

interface OpenRun {
  whole: CodeCarbonEntry | null;
  tasks: CodeCarbonEntry[];
  /** Rows of the tasks by what they say. */
  said: Map<string, number>;
}

/** Brings the rows of a run together, whichever file they were in and in whatever order they come. */
export class OpenRuns {
  private readonly runs = new Map<string, OpenRun>();

  /** Takes a row that has a run id; answers what that settles: a row that is replaced, or one that cannot be. */
  add(entry: CodeCarbonEntry, runId: string): ImportedRecord[] {
    const run = this.runs.get(runId);
    if (run === undefined) {
      const own: OpenRun = { whole: null, tasks: [], said: new Map() };
      this.runs.set(runId, own);
      return entry.taskName === null ? this.complete(own, entry) : this.addTask(own, entry);
    }
    if (entry.taskName !== null) return this.addTask(run, entry);
    return run.whole === null ? this.complete(run, entry) : this.replace(run, run.whole, entry);
  }

  /** The oldest run, once there are more than are held. */
  overflow(): LoggedRun | null {
    return this.runs.size > OPEN_RUNS ? this.takeOldest() : null;
  }

  /** The runs that are left when the file ends. */
  *drain(): Generator<LoggedRun> {
    for (let run = this.takeOldest(); run !== null; run = this.takeOldest()) yield run;
  }

  private takeOldest(): LoggedRun | null {
    const oldest = this.runs.entries().next();
    if (oldest.done === true) return null;
    const [runId, run] = oldest.value;
    this.runs.delete(runId);
    return run;
  }

  private addTask({ tasks, said }: OpenRun, entry: CodeCarbonEntry): ImportedRecord[] {
    const content = JSON.stringify(entry.fields);
    const twin = said.get(content);
    if (twin !== undefined) {
      const message = `row ${twin} says the same`;
      return [rejected(entry.row, entry.fields, new Rejection('ROW_SUPERSEDED', message, 'run_id'))];
    }
    if (tasks.length > MAX_TASKS) return [rejected(entry.row, entry.fields, tooManyTasks())];
    said.set(content, entry.row);
    tasks.push(entry);
    return [];
  }

  private complete(run: OpenRun, entry: CodeCarbonEntry): ImportedRecord[] {
    run.whole = entry;
    return [];
  }

  /** CodeCarbon's flush appends the running total again under the same id; two clients may also share an id. */
  private replace(run: OpenRun, former: CodeCarbonEntry, entry: CodeCarbonEntry): ImportedRecord[] {
    const grew =
      (entry.totalJ ?? 0) >= (former.totalJ ?? 0) && (entry.durationS ?? 0) >= (former.durationS ?? 0);
    if (grew) {
      run.whole = entry;
      const message = `row ${entry.row} is a later total of the same run`;
      return [rejected(former.row, former.fields, new Rejection('ROW_SUPERSEDED', message, 'run_id'))];
    }
    const message = `row ${former.row} has the same run_id but logs more: two runs share the id`;
    return [rejected(entry.row, entry.fields, new Rejection('CONFLICT', message, 'run_id'))];
  }
}
