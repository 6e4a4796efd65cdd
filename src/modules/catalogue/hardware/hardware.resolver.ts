import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { CatalogueService } from '../catalogue.service.js';
import { HardwareDto, HardwarePage } from './hardware.dto.js';
import { HardwareQuery } from './hardware.input.js';

@Resolver(() => HardwareDto)
export class HardwareResolver {
  constructor(@Inject(CatalogueService) private readonly catalogue: CatalogueService) {}

  @Query(() => HardwarePage, { description: 'Machines that runs were measured on.' })
  hardwareList(@Args() query: HardwareQuery): HardwarePage {
    return this.catalogue.hardwareList(query);
  }

  @Query(() => HardwareDto, { description: 'One machine.' })
  hardware(@Args('slug') slug: string): HardwareDto {
    return this.catalogue.hardware(slug);
  }
}
