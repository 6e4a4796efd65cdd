import { Inject, Injectable } from '@nestjs/common';
import type { Page } from '../../../common/pagination/index.js';
import { GridService } from '../grid.service.js';
import type { ProviderDto } from './provider.dto.js';
import type { ProviderQuery } from './provider.input.js';

/** PUE and WUE that providers publish for their fleets. */
@Injectable()
export class ProvidersService {
  constructor(@Inject(GridService) private readonly grid: GridService) {}

  list(query: ProviderQuery): Page<ProviderDto> {
    const asked =
      query.provider === undefined ? undefined : this.grid.provider(query.provider, 'provider').provider;
    return this.grid.snapshot.providers.page(
      query,
      ({ provider }) => asked === undefined || provider === asked,
    );
  }
}
