import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../../common/fields/index.js';

/** Where a running job is. */
@ObjectType('BenchmarkProgress')
export class BenchmarkProgressDto {
  /** preparing, loading, idle-before, warm-up, repetition or idle-after. */
  stage: string;

  /** Number of the repetition that runs, from 1. */
  @WholeNumber({ nullable: true }) repetition: number | null;

  /** Inferences done in this stage. */
  @WholeNumber() inferences: number;

  /** Inferences of one pass. */
  @WholeNumber() inferencesPlanned: number;

  inferencesPerS: number | null;

  /** Of all finished repetitions, Wh; null where nothing is metered. */
  energyWh: number | null;

  /** Half of the 95 % interval over the mean, so far. */
  relativeHalfWidth: number | null;
}
