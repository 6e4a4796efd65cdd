import { reviewRun } from '../../core/run/index.js';
import type { RunDraft } from '../../core/run/index.js';
import type { CsvRecord } from './data-folder.js';
import { RecordFault } from './sources/source-mapping.js';
import type { SourceFile, SourceMapping } from './sources/source-mapping.js';

/** A record that was not taken in, and why. */
export interface Rejection {
  /** 1-based line of the source's file. */
  readonly line: number;
  /** The record's id in its source; null where it could not be read. */
  readonly record: string | null;
  readonly code: 'UNREADABLE' | 'INVALID' | 'UNKNOWN_TASK' | 'DUPLICATE_ID';
  readonly reason: string;
}

export interface ReviewedRecords {
  readonly drafts: readonly RunDraft[];
  readonly rejections: readonly Rejection[];
}

interface Rules {
  readonly mapping: SourceMapping;
  readonly source: SourceFile;
  readonly tasks: ReadonlySet<string>;
}

/** Sorts the records of a source file into runs that keep every invariant and records that do not. */
export function reviewRecords(records: readonly CsvRecord[], rules: Rules): ReviewedRecords {
  const drafts: RunDraft[] = [];
  const rejections: Rejection[] = [];
  const lineOf = new Map<string, number>();
  for (const record of records) {
    const draft = draftOf(record, rules);
    const rejection = 'code' in draft ? draft : faultOf(draft, record.line, rules.tasks, lineOf);
    if (rejection) rejections.push(rejection);
    if (rejection || 'code' in draft) continue;
    lineOf.set(draft.externalId, record.line);
    drafts.push({ ...draft, qcFlags: [...draft.qcFlags, ...reviewRun(draft).flags] });
  }
  return { drafts, rejections };
}

function draftOf({ line, row, fault }: CsvRecord, { mapping, source }: Rules): RunDraft | Rejection {
  if (row === null) return { line, record: null, code: 'UNREADABLE', reason: fault ?? 'unreadable' };
  try {
    return mapping.rowToRun(row, source);
  } catch (error) {
    if (!(error instanceof RecordFault)) throw error;
    return { line, record: null, code: 'INVALID', reason: error.message };
  }
}

function faultOf(
  draft: RunDraft,
  line: number,
  tasks: ReadonlySet<string>,
  lineOf: ReadonlyMap<string, number>,
): Rejection | null {
  const record = draft.externalId;
  const earlier = lineOf.get(record);
  if (earlier !== undefined) {
    return { line, record, code: 'DUPLICATE_ID', reason: `the id is that of line ${earlier} already` };
  }
  if (!tasks.has(draft.task)) {
    return { line, record, code: 'UNKNOWN_TASK', reason: `task "${draft.task}" is not in the catalogue` };
  }
  const [first] = reviewRun(draft).errors;
  return first ? { line, record, code: 'INVALID', reason: `${first.field} ${first.message}` } : null;
}
