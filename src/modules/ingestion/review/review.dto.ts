import { ObjectType } from '@nestjs/graphql';
import { FactorChangeDto } from '../../factors/index.js';
import { RunDto } from '../../runs/index.js';

/** A run after its review. */
@ObjectType('ReviewResult')
export class ReviewResultDto {
  run: RunDto;

  /** The live factors that publishing it moved. */
  factors: FactorChangeDto[];
}
