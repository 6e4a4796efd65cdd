import { Field, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { JsonScalar } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';
import { FactorChangeDto } from '../../factors/index.js';
import { RecordProblemDto } from '../ingest-result.dto.js';

/** A record that was not accepted, as it came. Of one over 64 KiB of JSON the long texts are cut. */
@ObjectType('QuarantinedRecord')
export class QuarantinedRecordDto {
  id: string;

  /** When it came, ISO 8601 in UTC. */
  receivedAt: string;

  /** The way it came: api, or the importer or receiver. */
  channel: string;

  /** Name of the API key that sent it. */
  sentBy: string;

  /** open; corrected, released or discarded. */
  state: string;

  problems: RecordProblemDto[];

  /** It is kept whole, and every problem is a figure beyond what hardware or a grid can do, which a reviewer may accept. */
  releasable: boolean;

  /** The record as it came, unchanged; over 64 KiB of JSON its long texts are cut and marked `… (cut, N characters)`. */
  @Field(() => JsonScalar, { nullable: true })
  @ApiProperty({
    description:
      'The record as it came, unchanged: any JSON. Over 64 KiB its long texts are cut and marked `… (cut, N characters)`.',
  })
  raw: unknown;

  /** The record as a run to correct and send back; the raw record where it could not be read. */
  @Field(() => JsonScalar, { nullable: true })
  @ApiProperty({ description: 'The record as a run to correct and send back: any JSON.' })
  record: unknown;

  /** Why it was released or discarded. */
  reason: string | null;

  /** The run that it became. */
  runId: string | null;

  /** When it was corrected, released or discarded. */
  closedAt: string | null;
}

@ObjectType('QuarantinePage')
export class QuarantinePage extends pageOf(QuarantinedRecordDto) {}

/** A record that left the quarantine. */
@ObjectType('QuarantineResult')
export class QuarantineResultDto {
  entry: QuarantinedRecordDto;

  /** The live factors that it moved. */
  factors: FactorChangeDto[];
}
