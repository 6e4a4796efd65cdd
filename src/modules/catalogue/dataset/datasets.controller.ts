import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { CatalogueService } from '../catalogue.service.js';
import { DatasetDto, DatasetPage } from './dataset.dto.js';
import { DatasetQuery } from './dataset.input.js';

@ApiTags('Catalogue')
@ProblemResponses(404, 422)
@Controller('v1/datasets')
export class DatasetsController {
  constructor(@Inject(CatalogueService) private readonly catalogue: CatalogueService) {}

  /** Datasets whose items were the inputs of measured inferences. */
  @Get()
  list(@Query() query: DatasetQuery): DatasetPage {
    return this.catalogue.datasets(query);
  }

  /** One dataset. */
  @Get(':slug')
  one(@Param('slug') slug: string): DatasetDto {
    return this.catalogue.dataset(slug);
  }
}
