import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { BreakEvenDto, PublishedBreakEvensDto } from './break-even.dto.js';
import { BreakEvenInput } from './break-even.input.js';
import { BreakEvenService } from './break-even.service.js';

@Resolver()
export class BreakEvenResolver {
  constructor(@Inject(BreakEvenService) private readonly service: BreakEvenService) {}

  @Query(() => PublishedBreakEvensDto, { description: 'Table 5 of the study, printed and recomputed.' })
  publishedBreakEvens(): PublishedBreakEvensDto {
    return this.service.published();
  }

  @Query(() => BreakEvenDto, { description: 'Inferences until serving has used as much energy as training.' })
  breakEven(@Args('input') input: BreakEvenInput): BreakEvenDto {
    return this.service.compute(input);
  }
}
