import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentKey, RequireScope } from '../auth/index.js';
import type { ApiKey } from '../auth/index.js';
import { IngestResultDto } from './ingest-result.dto.js';
import { RunInput } from './run.input.js';
import { SubmissionsService } from './submissions.service.js';

@Resolver(() => IngestResultDto)
export class RunsWriteResolver {
  constructor(@Inject(SubmissionsService) private readonly submissions: SubmissionsService) {}

  @RequireScope('runs:write')
  @Mutation(() => IngestResultDto, {
    description: 'Adds up to 1,000 measured runs, each with its own outcome. Needs the scope runs:write.',
  })
  submitRuns(
    @Args('runs', { type: () => [RunInput] }) runs: RunInput[],
    @Args('idempotencyKey', { type: () => String, nullable: true }) idempotencyKey: string | undefined,
    @CurrentKey() key: ApiKey,
  ): Promise<IngestResultDto> {
    return this.submissions.submitAll(runs, { key, idempotencyKey: idempotencyKey ?? undefined });
  }
}
