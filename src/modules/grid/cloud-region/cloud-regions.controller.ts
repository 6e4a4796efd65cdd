import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { CloudRegionDto, CloudRegionPage } from './cloud-region.dto.js';
import { CloudRegionQuery } from './cloud-region.input.js';
import { CloudRegionsService } from './cloud-regions.service.js';

@ApiTags('Grid')
@ProblemResponses(404, 422)
@Controller('v1/cloud-regions')
export class CloudRegionsController {
  constructor(@Inject(CloudRegionsService) private readonly regions: CloudRegionsService) {}

  /** Cloud regions with the grid that serves them, PUE and WUE. */
  @Get()
  list(@Query() query: CloudRegionQuery): CloudRegionPage {
    return this.regions.list(query);
  }

  /** One cloud region. */
  @Get(':provider/:region')
  one(@Param('provider') provider: string, @Param('region') region: string): CloudRegionDto {
    return this.regions.one(provider, region);
  }
}
