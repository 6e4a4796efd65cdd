import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../common/http/index.js';
import { PageQuery } from '../../common/pagination/index.js';
import { VarianceComponentsPage } from './factor-evidence.dto.js';
import { FactorBasis } from './factor.input.js';
import { TaskComparisonDto } from './task-comparison.dto.js';
import { TaskEvidence } from './task-evidence.service.js';

@ApiTags('Factors')
@ProblemResponses(404, 422)
@Controller('v1/tasks/:slug')
export class TaskEvidenceController {
  constructor(@Inject(TaskEvidence) private readonly evidence: TaskEvidence) {}

  /** The factors of a task by source, scope, unit and hardware, side by side, with the reasons why they differ. */
  @Get('factors')
  comparison(@Param('slug') slug: string, @Query() basis: FactorBasis): Promise<TaskComparisonDto> {
    return this.evidence.comparison(slug, basis);
  }

  /** Where the spread of a task's energy comes from: between AI models, datasets and runs. */
  @Get('variance-components')
  varianceComponents(@Param('slug') slug: string, @Query() query: PageQuery): VarianceComponentsPage {
    return this.evidence.varianceComponents(slug, query);
  }
}
