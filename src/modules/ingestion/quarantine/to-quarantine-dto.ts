import type { FieldError } from '../../../core/errors/index.js';
import type { RunDraft } from '../../../core/run/index.js';
import { toRecordProblemDto } from '../ingest-result.dto.js';
import { toRunInput } from '../run-conversion.js';
import type { QuarantinedRecordDto } from './quarantine.dto.js';
import type { QuarantineEntity } from './quarantine.entity.js';

/** What the columns of JSON hold. */
export interface QuarantinedContent {
  readonly record: unknown;
  readonly draft: RunDraft | null;
  readonly problems: readonly FieldError[];
}

export const contentsOf = ({ raw, draft, problems }: QuarantineEntity): QuarantinedContent => ({
  record: (raw as { record: unknown }).record,
  draft: draft as RunDraft | null,
  problems: problems as FieldError[],
});

export const isReleasable = (problems: readonly FieldError[]): boolean =>
  problems.every(({ code }) => code === 'IMPLAUSIBLE');

export function toQuarantinedRecordDto(entry: QuarantineEntity): QuarantinedRecordDto {
  const { id, channel, keyName, state, reason, runId } = entry;
  const { record, draft, problems } = contentsOf(entry);
  return {
    id,
    receivedAt: entry.receivedAt.toISOString(),
    channel,
    sentBy: keyName,
    state,
    problems: problems.map(toRecordProblemDto),
    releasable: state === 'open' && draft !== null && isReleasable(problems),
    raw: record,
    record: draft ? toRunInput(draft) : record,
    reason,
    runId,
    closedAt: entry.closedAt?.toISOString() ?? null,
  };
}
