import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { few } from '../../common/graphql/query-cost.js';
import { DEFAULT_PAGE } from '../../common/pagination/index.js';
import { AiModelDto, CatalogueService, TaskDto } from '../catalogue/index.js';
import { RunDto, RunPage } from '../runs/index.js';
import { FactorDto, FactorPage } from './factor.dto.js';
import {
  FactorQuery,
  FactorRunsArgs,
  NestedFactorQuery,
  NestedRunQuery,
  OneFactorArgs,
} from './factor.input.js';
import { FactorRunsLoader } from './factor-runs.loader.js';
import { FactorsService } from './factors.service.js';

@Resolver(() => FactorDto)
export class FactorsResolver {
  constructor(
    @Inject(FactorsService) private readonly service: FactorsService,
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
    @Inject(FactorRunsLoader) private readonly runsLoader: FactorRunsLoader,
  ) {}

  @Query(() => FactorPage, { description: 'Emission factors.' })
  factors(@Args() query: FactorQuery): Promise<FactorPage> {
    return this.service.list(query);
  }

  @Query(() => FactorDto, { description: 'One factor, for a grid zone and PUE of your choice.' })
  factor(@Args() { id, ...basis }: OneFactorArgs): Promise<FactorDto> {
    return this.service.one(id, basis);
  }

  @Query(() => RunPage, { description: 'The measured runs that a factor is derived from.' })
  factorRuns(@Args() { id, ...query }: FactorRunsArgs): Promise<RunPage> {
    return this.service.runsOf(id, query);
  }

  @ResolveField(() => AiModelDto, {
    nullable: true,
    description: 'The AI model; null for a factor of a task.',
  })
  aiModel(@Parent() factor: FactorDto): AiModelDto | null {
    return factor.model === null ? null : this.catalogue.model(factor.model);
  }

  @ResolveField(() => [RunDto], {
    description: 'The first of its measured runs; `factorRuns` pages through all.',
  })
  runs(
    @Parent() factor: FactorDto,
    @Args() query: NestedRunQuery,
    @Context() context: object,
  ): Promise<RunDto[]> {
    return this.runsLoader.load(context, factor.id, query.limit ?? DEFAULT_PAGE);
  }
}

@Resolver(() => TaskDto)
export class TaskFactorsResolver {
  constructor(
    @Inject(FactorsService) private readonly service: FactorsService,
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
  ) {}

  @ResolveField(() => [FactorDto], {
    description: 'Factors of the task, from the general to the particular.',
  })
  async factors(@Parent() task: TaskDto, @Args() query: NestedFactorQuery): Promise<FactorDto[]> {
    return (await this.service.list({ ...query, task: task.slug })).items;
  }

  @ResolveField(() => [AiModelDto], {
    description: 'AI models that were measured on the task.',
    complexity: few(50),
  })
  models(@Parent() task: TaskDto): AiModelDto[] {
    return this.catalogue.modelsOf(task.slug);
  }
}

@Resolver(() => AiModelDto)
export class ModelFactorsResolver {
  constructor(@Inject(FactorsService) private readonly service: FactorsService) {}

  @ResolveField(() => [FactorDto], { description: 'Factors of the model.' })
  async factors(@Parent() model: AiModelDto, @Args() query: NestedFactorQuery): Promise<FactorDto[]> {
    return (await this.service.list({ ...query, model: model.id })).items;
  }
}
