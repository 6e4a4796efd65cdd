import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { DomainError } from '../../core/errors/index.js';
import { estimateCost } from '../../common/graphql/query-cost.js';
import { OpenToAll } from '../auth/index.js';
import { EstimateDto } from './estimate.dto.js';
import { EstimateInput } from './estimate.input.js';
import { EstimatesService } from './estimates.service.js';

@Resolver(() => EstimateDto)
export class EstimatesResolver {
  constructor(@Inject(EstimatesService) private readonly estimates: EstimatesService) {}

  @Query(() => EstimateDto, {
    name: 'estimate',
    description: 'Energy and CO2e of a fleet. Receipts are kept by the mutation `createEstimate`.',
    complexity: estimateCost,
  })
  compute(@Args('input') input: EstimateInput): Promise<EstimateDto> {
    if (input.store !== true) return this.estimates.create(input);
    const message = 'store keeps a receipt, which a query does not do: use the mutation createEstimate';
    throw DomainError.field('VALIDATION_FAILED', 'input.store', message);
  }

  @OpenToAll()
  @Mutation(() => EstimateDto, {
    description: 'The same as the query `estimate`; with `store: true` a receipt is kept.',
    complexity: estimateCost,
  })
  createEstimate(@Args('input') input: EstimateInput): Promise<EstimateDto> {
    return this.estimates.create(input);
  }
}
