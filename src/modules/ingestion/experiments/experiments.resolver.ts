import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { PageQuery } from '../../../common/pagination/index.js';
import { CurrentKey, RequireScope } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { BindingsService } from '../codecarbon/bindings.service.js';
import { ExperimentDto, ExperimentPage } from './experiment.dto.js';
import { ExperimentInput } from './experiment.input.js';
import { ExperimentsService } from './experiments.service.js';

@Resolver(() => ExperimentDto)
export class ExperimentsResolver {
  constructor(
    @Inject(ExperimentsService) private readonly service: ExperimentsService,
    @Inject(BindingsService) private readonly bindings: BindingsService,
  ) {}

  @Query(() => ExperimentPage, { description: 'Bound experiments, in the order of their first binding.' })
  experiments(@Args() query: PageQuery): Promise<ExperimentPage> {
    return this.service.list(query);
  }

  @Query(() => ExperimentDto, { description: 'One experiment and its binding.' })
  experiment(@Args('id') id: string): Promise<ExperimentDto> {
    return this.service.one(id);
  }

  @RequireScope('runs:write')
  @Mutation(() => ExperimentDto, {
    description: 'Says what the runs of a CodeCarbon experiment are runs of. Needs the scope runs:write.',
  })
  bindExperiment(@Args() input: ExperimentInput, @CurrentKey() key: ApiKey): Promise<ExperimentDto> {
    return this.bindings.bind(input, key);
  }
}
