import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { CatalogueService } from '../catalogue.service.js';
import { DatasetDto, DatasetPage } from './dataset.dto.js';
import { DatasetQuery } from './dataset.input.js';

@Resolver(() => DatasetDto)
export class DatasetsResolver {
  constructor(@Inject(CatalogueService) private readonly catalogue: CatalogueService) {}

  @Query(() => DatasetPage, { description: 'Datasets whose items were the inputs of measured inferences.' })
  datasets(@Args() query: DatasetQuery): DatasetPage {
    return this.catalogue.datasets(query);
  }

  @Query(() => DatasetDto, { description: 'One dataset.' })
  dataset(@Args('slug') slug: string): DatasetDto {
    return this.catalogue.dataset(slug);
  }
}
