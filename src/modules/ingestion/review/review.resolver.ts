import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentKey, RequireScope } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { ReviewBatchDto } from './review-batch.dto.js';
import { ReviewResultDto } from './review.dto.js';
import { ReasonInput, RejectRunsInput, RunIdsInput } from './review.input.js';
import { ReviewService } from './review.service.js';

@RequireScope('runs:publish')
@Resolver(() => ReviewResultDto)
export class ReviewResolver {
  constructor(@Inject(ReviewService) private readonly review: ReviewService) {}

  @Mutation(() => ReviewResultDto, { description: 'Publishes a draft. Needs the scope runs:publish.' })
  publishRun(@Args('id') id: string, @CurrentKey() key: ApiKey): Promise<ReviewResultDto> {
    return this.review.publish(id, key);
  }

  @Mutation(() => ReviewResultDto, {
    description:
      'Rejects a draft, or withdraws a published run, with the reason. Needs the scope runs:publish.',
  })
  rejectRun(
    @Args('id') id: string,
    @Args('input') { reason }: ReasonInput,
    @CurrentKey() key: ApiKey,
  ): Promise<ReviewResultDto> {
    return this.review.reject(id, reason, key);
  }

  @Mutation(() => ReviewBatchDto, {
    description: 'Publishes up to 1,000 drafts, each with its own outcome. Needs the scope runs:publish.',
  })
  publishRuns(@Args('input') { ids }: RunIdsInput, @CurrentKey() key: ApiKey): Promise<ReviewBatchDto> {
    return this.review.publishAll(ids, key);
  }

  @Mutation(() => ReviewBatchDto, {
    description:
      'Rejects up to 1,000 drafts or published runs for one reason, each with its own outcome. Needs the scope runs:publish.',
  })
  rejectRuns(
    @Args('input') { ids, reason }: RejectRunsInput,
    @CurrentKey() key: ApiKey,
  ): Promise<ReviewBatchDto> {
    return this.review.rejectAll(ids, reason, key);
  }
}
