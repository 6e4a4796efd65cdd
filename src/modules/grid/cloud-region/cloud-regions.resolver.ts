import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { CloudRegionDto, CloudRegionPage } from './cloud-region.dto.js';
import { CloudRegionQuery } from './cloud-region.input.js';
import { CloudRegionsService } from './cloud-regions.service.js';

@Resolver(() => CloudRegionDto)
export class CloudRegionsResolver {
  constructor(@Inject(CloudRegionsService) private readonly regions: CloudRegionsService) {}

  @Query(() => CloudRegionPage, {
    description: 'Cloud regions with the grid that serves them, PUE and WUE.',
  })
  cloudRegions(@Args() query: CloudRegionQuery): CloudRegionPage {
    return this.regions.list(query);
  }

  @Query(() => CloudRegionDto, { description: 'One cloud region.' })
  cloudRegion(@Args('provider') provider: string, @Args('region') region: string): CloudRegionDto {
    return this.regions.one(provider, region);
  }
}
