import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { PageQuery } from '../../../common/pagination/index.js';
import { CurrentKey, RequireScope } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { FactorSetDiffDto } from './factor-set-diff.dto.js';
import { FactorSetDiffService } from './factor-set-diff.service.js';
import { FactorSetPublisher } from './factor-set-publisher.js';
import { FactorSetDto, FactorSetPage } from './factor-set.dto.js';
import { FactorSetDiffQuery, FactorSetInput } from './factor-set.input.js';
import { FactorSetsService } from './factor-sets.service.js';

@Resolver(() => FactorSetDto)
export class FactorSetsResolver {
  constructor(
    @Inject(FactorSetsService) private readonly sets: FactorSetsService,
    @Inject(FactorSetPublisher) private readonly publisher: FactorSetPublisher,
    @Inject(FactorSetDiffService) private readonly differ: FactorSetDiffService,
  ) {}

  @Query(() => FactorSetPage, { description: 'Published factor sets, newest first.' })
  factorSets(@Args() query: PageQuery): Promise<FactorSetPage> {
    return this.sets.list(query);
  }

  @Query(() => FactorSetDto, { description: 'One set, by its label or `sha256:…`.' })
  factorSet(@Args('version') version: string): Promise<FactorSetDto> {
    return this.sets.one(version);
  }

  @Query(() => FactorSetDiffDto, {
    description: 'What moved between two sets, or between a set and now, largest change first.',
  })
  factorSetDiff(@Args() query: FactorSetDiffQuery): Promise<FactorSetDiffDto> {
    return this.differ.diff(query);
  }

  @RequireScope('factors:publish')
  @Mutation(() => FactorSetDto, {
    description: 'Freezes the factors and the grid of now under a label. Needs the scope factors:publish.',
  })
  publishFactorSet(@Args('input') input: FactorSetInput, @CurrentKey() key: ApiKey): Promise<FactorSetDto> {
    return this.publisher.publish(input, key);
  }
}
