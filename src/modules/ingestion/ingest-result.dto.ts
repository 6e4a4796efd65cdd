import { ObjectType } from '@nestjs/graphql';
import type { FieldError } from '../../core/errors/index.js';
import { WholeNumber } from '../../common/fields/index.js';
import { FactorChangeDto, toFactorChangeDto } from '../factors/index.js';
import type { IngestOutcome, RecordOutcome } from './incoming.js';

/** Why a record was not accepted. */
@ObjectType('RecordProblem')
export class RecordProblemDto {
  /** Path in the record, such as `phases.0.durationS`; empty for the record as a whole. */
  field: string;

  /** Stable code: an IMPLAUSIBLE figure may be released with a reason, anything else must be corrected. */
  code: string;

  /** What is wrong and the way out. */
  message: string;

  /** Close matches, where the value was a name. */
  suggestions: string[];
}

/** What became of one record. */
@ObjectType('RecordOutcome')
export class RecordOutcomeDto {
  /** Position in the request, from 0. */
  @WholeNumber() index: number;

  /** accepted; duplicate, where it was there already; or quarantined. */
  outcome: string;

  /** The run; null for a quarantined record. */
  runId: string | null;

  /** published; draft where the key may not publish or the weights were random; null for a quarantined record. */
  status: string | null;

  /** The quarantine's entry; null for the others. */
  quarantineId: string | null;

  problems: RecordProblemDto[];
}

/** What became of a request's records, in their order, and what they changed. */
@ObjectType('IngestResult')
export class IngestResultDto {
  @WholeNumber() accepted: number;

  @WholeNumber() duplicates: number;

  @WholeNumber() quarantined: number;

  records: RecordOutcomeDto[];

  /** The live factors that the accepted runs moved. Drafts move none. */
  factors: FactorChangeDto[];
}

export function toIngestResultDto({ records, changes }: IngestOutcome): IngestResultDto {
  const count = (outcome: RecordOutcome['outcome']) => records.filter((r) => r.outcome === outcome).length;
  return {
    accepted: count('accepted'),
    duplicates: count('duplicate'),
    quarantined: count('quarantined'),
    records: records.map(toRecordOutcomeDto),
    factors: changes.map(toFactorChangeDto),
  };
}

function toRecordOutcomeDto(record: RecordOutcome, index: number): RecordOutcomeDto {
  if (record.outcome !== 'quarantined') return { index, ...record, quarantineId: null, problems: [] };
  const { outcome, quarantineId, problems } = record;
  return {
    index,
    outcome,
    runId: null,
    status: null,
    quarantineId,
    problems: problems.map(toRecordProblemDto),
  };
}

export const toRecordProblemDto = ({
  field,
  code,
  message,
  suggestions = [],
}: FieldError): RecordProblemDto => ({
  field,
  code,
  message,
  suggestions: [...suggestions],
});
