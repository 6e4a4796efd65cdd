import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { CatalogueService } from '../catalogue.service.js';
import { HardwareDto, HardwarePage } from './hardware.dto.js';
import { HardwareQuery } from './hardware.input.js';

@ApiTags('Catalogue')
@ProblemResponses(404, 422)
@Controller('v1/hardware')
export class HardwareController {
  constructor(@Inject(CatalogueService) private readonly catalogue: CatalogueService) {}

  /** Machines that runs were measured on. */
  @Get()
  list(@Query() query: HardwareQuery): HardwarePage {
    return this.catalogue.hardwareList(query);
  }

  /** One machine. */
  @Get(':slug')
  one(@Param('slug') slug: string): HardwareDto {
    return this.catalogue.hardware(slug);
  }
}
