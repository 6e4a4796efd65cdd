import { DomainError } from '../../core/errors/index.js';
import type { FieldError } from '../../core/errors/index.js';
import { implausibilities, isSameRun, reviewRun } from '../../core/run/index.js';
import type { RunDraft, RunStatus } from '../../core/run/index.js';
import { runId } from '../../database/runs/run-rows.js';
import type { IncomingRecord } from './incoming.js';
import { onTheWire } from './wire-names.js';

/** A run that is stored, or that an earlier record of the same request brought. */
export interface KnownRun {
  readonly draft: RunDraft;
  readonly status: RunStatus;
}

export type Verdict =
  | { readonly kind: 'fresh'; readonly id: string; readonly draft: RunDraft }
  | { readonly kind: 'duplicate'; readonly id: string; readonly status: RunStatus }
  | { readonly kind: 'refused'; readonly draft: RunDraft | null; readonly problems: readonly FieldError[] };

/** A record after the rules that look at it alone. */
export type Checked = Exclude<Verdict, { kind: 'duplicate' }>;

/** The invariants, and the task's name in the catalogue. */
export function check(record: IncomingRecord, taskSlug: (name: string) => string): Checked {
  if (!('draft' in record)) return { kind: 'refused', draft: null, problems: record.problems.map(onTheWire) };
  const { draft } = record;
  const { errors, flags } = reviewRun(draft);
  const [task, unknownTask] = resolve(() => taskSlug(draft.task), draft.task);
  const problems = [...errors, ...(draft.task.trim() === '' ? [] : unknownTask)];
  if (problems.length > 0) return { kind: 'refused', draft, problems: problems.map(onTheWire) };
  const known = { ...draft, task, qcFlags: [...new Set([...draft.qcFlags, ...flags])] };
  return { kind: 'fresh', id: runId(draft.sourceId, draft.externalId), draft: known };
}

function resolve(find: () => string, name: string): [string, readonly FieldError[]] {
  try {
    return [find(), []];
  } catch (error) {
    if (error instanceof DomainError) return [name, error.errors];
    throw error;
  }
}

/** The rules that look at what else there is: the same run again, or another run under its name. */
export function compare(
  checked: readonly Checked[],
  stored: ReadonlyMap<string, KnownRun>,
  arriving: RunStatus,
  plausible: (draft: RunDraft) => readonly FieldError[] = implausibilities,
): Verdict[] {
  const known = new Map(stored);
  return checked.map((record): Verdict => {
    if (record.kind === 'refused') return record;
    const { id, draft } = record;
    const namesake = known.get(id);
    if (namesake && isSameRun(namesake.draft, draft))
      return { kind: 'duplicate', id, status: namesake.status };
    const problems = namesake ? [conflict(draft, id)] : plausible(draft);
    if (problems.length > 0) return { kind: 'refused', draft, problems: problems.map(onTheWire) };
    known.set(id, { draft, status: arriving });
    return record;
  });
}

const conflict = ({ sourceId, externalId }: RunDraft, id: string): FieldError => ({
  field: 'externalId',
  code: 'CONFLICT',
  message: `another run of ${sourceId} is named "${externalId}" (${id}); a different measurement needs an id of its own`,
});
