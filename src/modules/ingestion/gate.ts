import { DomainError } from '../../core/errors/index.js';
import type { FieldError } from '../../core/errors/index.js';
import { implausibilities, isSameRun, reviewRun } from '../../core/run/index.js';
import type { RunDraft, RunStatus } from '../../core/run/index.js';
import { identify } from '../../database/runs/run-rows.js';
import { ready } from '../../database/runs/write-runs.js';
import type { ReadyRun } from '../../database/runs/write-runs.js';
import type { IncomingRecord } from './incoming.js';
import { onTheWire } from './wire-names.js';

/** A run that is stored, or that an earlier record of the same request brought. */
export interface KnownRun {
  readonly draft: RunDraft;
  readonly status: RunStatus;
}

export type Verdict =
  | { readonly kind: 'fresh'; readonly run: ReadyRun }
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
  const known =
    task === draft.task && flags.length === 0
      ? draft
      : { ...draft, task, qcFlags: [...new Set([...draft.qcFlags, ...flags])] };
  return { kind: 'fresh', run: ready(identify(known)) };
}

function resolve(find: () => string, name: string): [string, readonly FieldError[]] {
  try {
    return [find(), []];
  } catch (error) {
    if (error instanceof DomainError) return [name, error.errors];
    throw error;
  }
}

/** What is there before the records come. */
export interface Stored {
  readonly runs: ReadonlyMap<string, KnownRun>;
  /** Sources that take no further runs. */
  readonly reserved: ReadonlySet<string>;
}

/** The rules that look at what else there is: the same run again, another under its name, or a source that is closed. */
export function compare(
  checked: readonly Checked[],
  { runs, reserved }: Stored,
  arriving: (draft: RunDraft) => RunStatus,
  plausible: (draft: RunDraft) => readonly FieldError[] = implausibilities,
): Verdict[] {
  const known = new Map(runs);
  return checked.map((record): Verdict => {
    if (record.kind === 'refused') return record;
    const { id, draft } = record.run;
    const namesake = known.get(id);
    if (namesake && isSameRun(namesake.draft, draft))
      return { kind: 'duplicate', id, status: namesake.status };
    const problems = clashes(draft, id, namesake, reserved) ?? plausible(draft);
    if (problems.length > 0) return { kind: 'refused', draft, problems: problems.map(onTheWire) };
    known.set(id, { draft, status: arriving(draft) });
    return record;
  });
}

function clashes(
  draft: RunDraft,
  id: string,
  namesake: KnownRun | undefined,
  reserved: ReadonlySet<string>,
): FieldError[] | null {
  if (reserved.has(draft.sourceId)) return [sourceReserved(draft)];
  return namesake ? [conflict(draft, id)] : null;
}

/** What a source published is not to be changed by others' runs, nor may these pass for its own. */
const sourceReserved = ({ sourceId }: RunDraft): FieldError => ({
  field: 'sourceId',
  code: 'SOURCE_RESERVED',
  message: `${sourceId} holds what its authors published and takes no further runs; give a source of your own, such as my-lab-2026`,
});

const conflict = ({ sourceId, externalId }: RunDraft, id: string): FieldError => ({
  field: 'externalId',
  code: 'CONFLICT',
  message: `another run of ${sourceId} is named "${externalId}" (${id}); a different measurement needs an id of its own, also where that one was rejected or superseded: send it under another externalId, such as "${externalId}-corrected"`,
});
