import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { CatalogueService } from '../catalogue.service.js';
import { SourceDto, SourcePage } from './source.dto.js';
import { SourceQuery } from './source.input.js';

@ApiTags('Catalogue')
@ProblemResponses(404, 422)
@Controller('v1/sources')
export class SourcesController {
  constructor(@Inject(CatalogueService) private readonly catalogue: CatalogueService) {}

  /** Where measured runs come from, with licence and attribution. */
  @Get()
  list(@Query() query: SourceQuery): SourcePage {
    return this.catalogue.sources(query);
  }

  /** One source. */
  @Get(':slug')
  one(@Param('slug') slug: string): SourceDto {
    return this.catalogue.source(slug);
  }
}
