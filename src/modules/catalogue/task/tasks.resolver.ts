import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { few } from '../../../common/graphql/query-cost.js';
import { CatalogueService } from '../catalogue.service.js';
import { TaskDto, TaskPage } from './task.dto.js';
import { TaskQuery } from './task.input.js';

@Resolver(() => TaskDto)
export class TasksResolver {
  constructor(@Inject(CatalogueService) private readonly catalogue: CatalogueService) {}

  @Query(() => TaskPage, {
    description: 'Kinds of inference, each with its measured energy and rank.',
    complexity: few(20),
  })
  tasks(@Args() query: TaskQuery): TaskPage {
    return this.catalogue.tasks(query);
  }

  @Query(() => TaskDto, { description: 'One task.' })
  task(@Args('slug') slug: string): TaskDto {
    return this.catalogue.task(slug);
  }
}
