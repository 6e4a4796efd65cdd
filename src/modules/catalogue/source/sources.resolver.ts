import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { CatalogueService } from '../catalogue.service.js';
import { SourceDto, SourcePage } from './source.dto.js';
import { SourceQuery } from './source.input.js';

@Resolver(() => SourceDto)
export class SourcesResolver {
  constructor(@Inject(CatalogueService) private readonly catalogue: CatalogueService) {}

  @Query(() => SourcePage, { description: 'Where measured runs come from, with licence and attribution.' })
  sources(@Args() query: SourceQuery): SourcePage {
    return this.catalogue.sources(query);
  }

  @Query(() => SourceDto, { description: 'One source.' })
  source(@Args('slug') slug: string): SourceDto {
    return this.catalogue.source(slug);
  }
}
