import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../common/http/index.js';
import { PageQuery } from '../../common/pagination/index.js';
import { RunPage } from '../runs/index.js';
import { FactorDto, FactorPage } from './factor.dto.js';
import { FactorBasis, FactorQuery } from './factor.input.js';
import { FactorsService } from './factors.service.js';

@ApiTags('Factors')
@ProblemResponses(404, 409, 422)
@Controller('v1/factors')
export class FactorsController {
  constructor(@Inject(FactorsService) private readonly factors: FactorsService) {}

  /** Emission factors by task, model, dataset, hardware, source, scope, unit and level of evidence. */
  @Get()
  list(@Query() query: FactorQuery): Promise<FactorPage> {
    return this.factors.list(query);
  }

  /** One factor, for a grid zone and PUE of your choice. */
  @Get(':id')
  one(@Param('id') id: string, @Query() basis: FactorBasis): Promise<FactorDto> {
    return this.factors.one(id, basis);
  }

  /** The measured runs that the factor is derived from. */
  @Get(':id/runs')
  runs(@Param('id') id: string, @Query() query: PageQuery): Promise<RunPage> {
    return this.factors.runsOf(id, query);
  }
}
