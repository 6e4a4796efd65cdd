import { ObjectType } from '@nestjs/graphql';
import { FactorChangeDto } from '../../factors/index.js';
import { RunDto } from '../../runs/index.js';

/** A run after its review. */
@ObjectType('ReviewResult')
export class ReviewResultDto {
  run: RunDto;

  /** The live factors that the decision moved: publishing, or rejecting what was published. */
  factors: FactorChangeDto[];
}
