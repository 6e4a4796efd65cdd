import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { CatalogueService } from '../catalogue.service.js';
import { TaskDto, TaskPage } from './task.dto.js';
import { TaskQuery } from './task.input.js';

@ApiTags('Catalogue')
@ProblemResponses(404, 422)
@Controller('v1/tasks')
export class TasksController {
  constructor(@Inject(CatalogueService) private readonly catalogue: CatalogueService) {}

  /** Kinds of inference, each with its measured energy and rank. */
  @Get()
  list(@Query() query: TaskQuery): TaskPage {
    return this.catalogue.tasks(query);
  }

  /** One task. */
  @Get(':slug')
  one(@Param('slug') slug: string): TaskDto {
    return this.catalogue.task(slug);
  }
}
