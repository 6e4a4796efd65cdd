import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { ProviderDto, ProviderPage } from './provider.dto.js';
import { ProviderQuery } from './provider.input.js';
import { ProvidersService } from './providers.service.js';

@Resolver(() => ProviderDto)
export class ProvidersResolver {
  constructor(@Inject(ProvidersService) private readonly providerService: ProvidersService) {}

  @Query(() => ProviderPage, {
    description: 'PUE and WUE of providers by year, with source and confidence.',
  })
  providers(@Args() query: ProviderQuery): ProviderPage {
    return this.providerService.list(query);
  }
}
