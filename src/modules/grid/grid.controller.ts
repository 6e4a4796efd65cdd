import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../common/http/index.js';
import { GridIntensityPage } from './grid.dto.js';
import { GridIntensityQuery } from './grid.input.js';
import { GridService } from './grid.service.js';

@ApiTags('Grid')
@ProblemResponses(422)
@Controller('v1/grid-intensities')
export class GridController {
  constructor(@Inject(GridService) private readonly grid: GridService) {}

  /** Carbon intensity of electricity by zone, with year, source and licence. */
  @Get()
  list(@Query() query: GridIntensityQuery): Promise<GridIntensityPage> {
    return this.grid.list(query);
  }
}
