import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../../common/fields/index.js';
import type { RunStatus } from '../../../core/run/index.js';
import { FactorChangeDto, toFactorChangeDto } from '../../factors/index.js';
import { RecordProblemDto, toRecordProblemDto } from '../ingest-result.dto.js';
import type { Decided, Verdict } from './decide-runs.js';

/** What became of one run of several. */
@ObjectType('ReviewOutcome')
export class ReviewOutcomeDto {
  /** Position in the request, from 0. */
  @WholeNumber() index: number;

  /** The id as it was given. */
  runId: string;

  /** decided, or refused. */
  outcome: string;

  /** Where the run stands now; null where there is no such run. */
  status: string | null;

  /** Why it was refused; empty for the others. */
  problems: RecordProblemDto[];
}

/** What became of runs that were decided together, in the order of their ids. */
@ObjectType('ReviewBatch')
export class ReviewBatchDto {
  @WholeNumber() decided: number;

  @WholeNumber() refused: number;

  records: ReviewOutcomeDto[];

  /** The live factors that the decisions moved, all together. */
  factors: FactorChangeDto[];
}

export function toReviewBatchDto({ verdicts, changes }: Decided, to: RunStatus): ReviewBatchDto {
  const done = new Set(verdicts.flatMap(({ id, refusal }) => (refusal ? [] : [id])));
  const statusOf = ({ id, run }: Verdict) => (done.has(id) ? to : (run?.status ?? null));
  return {
    decided: done.size,
    refused: verdicts.length - done.size,
    records: verdicts.map((verdict, index) => ({
      index,
      runId: verdict.id,
      outcome: verdict.refusal ? 'refused' : 'decided',
      status: statusOf(verdict),
      problems: verdict.refusal ? [problemOf(index, verdict.refusal)] : [],
    })),
    factors: changes.map(toFactorChangeDto),
  };
}

const problemOf = (index: number, { code, message }: NonNullable<Verdict['refusal']>): RecordProblemDto =>
  toRecordProblemDto({ field: `ids.${index}`, code, message });
