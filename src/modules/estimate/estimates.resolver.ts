import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { OpenToAll } from '../auth/index.js';
import { EstimateDto } from './estimate.dto.js';
import { EstimateInput } from './estimate.input.js';
import { EstimatesService } from './estimates.service.js';

@Resolver(() => EstimateDto)
export class EstimatesResolver {
  constructor(@Inject(EstimatesService) private readonly estimates: EstimatesService) {}

  @Query(() => EstimateDto, {
    name: 'estimate',
    description: 'Energy and CO2e of a fleet. With `store: true` a receipt is kept.',
  })
  compute(@Args('input') input: EstimateInput): Promise<EstimateDto> {
    return this.estimates.create(input);
  }

  @OpenToAll()
  @Mutation(() => EstimateDto, {
    description: 'The same as the query `estimate`, for clients that write by mutation.',
  })
  createEstimate(@Args('input') input: EstimateInput): Promise<EstimateDto> {
    return this.estimates.create(input);
  }
}
