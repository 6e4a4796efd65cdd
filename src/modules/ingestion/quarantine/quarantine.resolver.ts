import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentKey, RequireScope } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { ReasonInput } from '../review/review.input.js';
import { RunInput } from '../run.input.js';
import { QuarantinedRecordDto, QuarantinePage, QuarantineResultDto } from './quarantine.dto.js';
import { QuarantineQuery } from './quarantine.input.js';
import { QuarantineService } from './quarantine.service.js';

@Resolver(() => QuarantinedRecordDto)
export class QuarantineResolver {
  constructor(@Inject(QuarantineService) private readonly service: QuarantineService) {}

  @Query(() => QuarantinePage, { description: 'Records that were not accepted, with the reasons.' })
  quarantine(@Args() query: QuarantineQuery): Promise<QuarantinePage> {
    return this.service.list(query);
  }

  @Query(() => QuarantinedRecordDto, { description: 'One record that was not accepted.' })
  quarantinedRecord(@Args('id') id: string): Promise<QuarantinedRecordDto> {
    return this.service.one(id);
  }

  @RequireScope('runs:write')
  @Mutation(() => QuarantineResultDto, {
    description: 'Sends a corrected record. Needs the scope runs:write.',
  })
  correctQuarantined(
    @Args('id') id: string,
    @Args('run') run: RunInput,
    @CurrentKey() key: ApiKey,
  ): Promise<QuarantineResultDto> {
    return this.service.correct(id, run, key);
  }

  @RequireScope('runs:publish')
  @Mutation(() => QuarantineResultDto, {
    description: 'Accepts an implausible record as it is, with the reason. Needs the scope runs:publish.',
  })
  releaseQuarantined(
    @Args('id') id: string,
    @Args('input') { reason }: ReasonInput,
    @CurrentKey() key: ApiKey,
  ): Promise<QuarantineResultDto> {
    return this.service.release(id, reason, key);
  }

  @RequireScope('runs:publish')
  @Mutation(() => QuarantinedRecordDto, {
    description: 'Sets a record aside for good, with the reason. Needs the scope runs:publish.',
  })
  discardQuarantined(
    @Args('id') id: string,
    @Args('input') { reason }: ReasonInput,
    @CurrentKey() key: ApiKey,
  ): Promise<QuarantinedRecordDto> {
    return this.service.discard(id, reason, key);
  }
}
