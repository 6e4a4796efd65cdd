import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { PageQuery } from '../../../common/pagination/index.js';
import { CurrentKey, RequireScope } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { BindingsService } from '../codecarbon/bindings.service.js';
import { ExperimentDto, ExperimentPage } from './experiment.dto.js';
import { ExperimentInput } from './experiment.input.js';
import { ExperimentsService } from './experiments.service.js';

@ApiTags('CodeCarbon')
@Controller('v1/experiments')
export class ExperimentsController {
  constructor(
    @Inject(ExperimentsService) private readonly experiments: ExperimentsService,
    @Inject(BindingsService) private readonly bindings: BindingsService,
  ) {}

  /**
   * Says what the runs of a CodeCarbon experiment are runs of: task, model, dataset, inferences of each run, hardware.
   * Runs that waited for it are taken in at once. The same id again replaces the binding for runs to come.
   */
  @RequireScope('runs:write')
  @ProblemResponses(400, 409, 422)
  @Post()
  bind(@Body() input: ExperimentInput, @CurrentKey() key: ApiKey): Promise<ExperimentDto> {
    return this.bindings.bind(input, key);
  }

  /** Bound experiments, in the order of their first binding. */
  @ProblemResponses(400)
  @Get()
  list(@Query() query: PageQuery): Promise<ExperimentPage> {
    return this.experiments.list(query);
  }

  /** One experiment and its binding. */
  @ProblemResponses(404)
  @Get(':id')
  one(@Param('id') id: string): Promise<ExperimentDto> {
    return this.experiments.one(id);
  }
}
