import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../common/http/index.js';
import { RunDto, RunPage } from './run.dto.js';
import { RunQuery } from './run.input.js';
import { RunsService } from './runs.service.js';

@ApiTags('Runs')
@ProblemResponses(404, 422)
@Controller('v1/runs')
export class RunsController {
  constructor(@Inject(RunsService) private readonly runs: RunsService) {}

  /** Raw measured runs with phases and components, in the order of their arrival. */
  @Get()
  list(@Query() query: RunQuery): Promise<RunPage> {
    return this.runs.list(query);
  }

  /** One run. */
  @Get(':id')
  one(@Param('id') id: string): Promise<RunDto> {
    return this.runs.one(id);
  }
}
