import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { GridIntensityDto, GridIntensityPage } from './grid.dto.js';
import { GridIntensityQuery } from './grid.input.js';
import { GridService } from './grid.service.js';

@Resolver(() => GridIntensityDto)
export class GridResolver {
  constructor(@Inject(GridService) private readonly grid: GridService) {}

  @Query(() => GridIntensityPage, {
    description: 'Carbon intensity of electricity by zone, with year, source and licence.',
  })
  gridIntensities(@Args() query: GridIntensityQuery): Promise<GridIntensityPage> {
    return this.grid.list(query);
  }
}
