import { Field, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { JsonScalar } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';

/** An experiment of CodeCarbon and what its runs are runs of. */
@ObjectType('Experiment')
export class ExperimentDto {
  /** The experiment_id of the client. */
  id: string;

  name: string | null;

  /** ISO 8601. */
  createdAt: string;

  /** What its runs do not say themselves, by the names of POST /v1/experiments. */
  @Field(() => JsonScalar)
  @ApiProperty({ type: 'object', additionalProperties: true })
  binding: object;
}

@ObjectType('ExperimentPage')
export class ExperimentPage extends pageOf(ExperimentDto) {}
