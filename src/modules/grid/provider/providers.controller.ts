import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { ProviderPage } from './provider.dto.js';
import { ProviderQuery } from './provider.input.js';
import { ProvidersService } from './providers.service.js';

@ApiTags('Grid')
@ProblemResponses(422)
@Controller('v1/providers')
export class ProvidersController {
  constructor(@Inject(ProvidersService) private readonly providers: ProvidersService) {}

  /** PUE and WUE of providers by year, with source and confidence. */
  @Get()
  list(@Query() query: ProviderQuery): ProviderPage {
    return this.providers.list(query);
  }
}
