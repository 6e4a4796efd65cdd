import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../common/fields/index.js';
import { pageOf } from '../../common/pagination/index.js';

/** A figure that somebody else published of a large service: shown beside results, never averaged into them. */
@ObjectType('Reference')
export class ReferenceDto {
  id: string;

  name: string;

  /** What the tasks that it may be held against put out, such as text. */
  outputModality: string;

  /** What the figures are per, in the publisher's words. */
  unit: string;

  /** Null where no energy was published. */
  energyWhPerUnit: number | null;

  emissionsGCo2ePerUnit: number | null;

  /** Millilitres. */
  waterMlPerUnit: number | null;

  /** What the figures cover, in the publisher's words. */
  scope: string;

  /** location-based or market-based; null where there are no grams or it is not stated. */
  accounting: string | null;

  /** How the figures came about. */
  method: string;

  /** Month of publication. */
  published: string | null;

  @WholeNumber({ nullable: true }) year: number | null;

  source: string;

  url: string;

  confidence: string;

  /** Why it cannot be compared one to one with a factor or an estimate of this service. */
  notComparable: string;

  note: string | null;
}

@ObjectType('ReferencePage')
export class ReferencePage extends pageOf(ReferenceDto) {}
