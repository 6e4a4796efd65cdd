import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentKey, RequireScope } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { ClientRunsService } from './client-runs.service.js';
import { CodecarbonRunDto } from './codecarbon.dto.js';

@Resolver(() => CodecarbonRunDto)
export class CodecarbonResolver {
  constructor(@Inject(ClientRunsService) private readonly service: ClientRunsService) {}

  @Query(() => CodecarbonRunDto, { description: 'What became of a run that a CodeCarbon client began.' })
  codecarbonRun(@Args('id') id: string): Promise<CodecarbonRunDto> {
    return this.service.one(id);
  }

  @RequireScope('runs:write')
  @Mutation(() => CodecarbonRunDto, {
    description: 'Ends a run of a CodeCarbon client at once. Needs the scope runs:write.',
  })
  closeCodecarbonRun(@Args('id') id: string, @CurrentKey() key: ApiKey): Promise<CodecarbonRunDto> {
    return this.service.close(id, key);
  }
}
