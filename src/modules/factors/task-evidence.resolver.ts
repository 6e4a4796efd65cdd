import { Inject } from '@nestjs/common';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { PageQuery } from '../../common/pagination/index.js';
import { TaskDto } from '../catalogue/index.js';
import { VarianceComponentsPage } from './factor-evidence.dto.js';
import { FactorBasis } from './factor.input.js';
import { TaskComparisonDto } from './task-comparison.dto.js';
import { TaskEvidence } from './task-evidence.service.js';

@Resolver(() => TaskDto)
export class TaskEvidenceResolver {
  constructor(@Inject(TaskEvidence) private readonly evidence: TaskEvidence) {}

  @ResolveField(() => TaskComparisonDto, {
    description: 'The factors of the task by source, scope, unit and hardware, side by side.',
  })
  comparison(@Parent() task: TaskDto, @Args() basis: FactorBasis): Promise<TaskComparisonDto> {
    return this.evidence.comparison(task.slug, basis);
  }

  @ResolveField(() => VarianceComponentsPage, {
    description: "Where the spread of the task's energy comes from.",
  })
  varianceComponents(@Parent() task: TaskDto, @Args() query: PageQuery): VarianceComponentsPage {
    return this.evidence.varianceComponents(task.slug, query);
  }
}
