import { Field, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { BigCount, JsonScalar } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';

/** One thing that somebody did. Entries are never changed or removed. */
@ObjectType('AuditEntry')
export class AuditEntryDto {
  /** Counts up; later entries have larger numbers. */
  @BigCount() seq: number;

  /** When, ISO 8601 in UTC. */
  at: string;

  /** Id of the API key; `cli` for the command line. */
  keyId: string;

  /** Name of the API key at the time. */
  keyName: string;

  /** What was done, such as `run.publish`. */
  action: string;

  /** Id of what it was done to, or the name of a list. */
  subject: string;

  /** Counts, reasons and what changed. */
  @Field(() => JsonScalar)
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Counts, reasons and what changed.',
  })
  details: object;
}

@ObjectType('AuditPage')
export class AuditPage extends pageOf(AuditEntryDto) {}
