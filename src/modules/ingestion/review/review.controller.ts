import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { CurrentKey, RequireScope } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { ReviewBatchDto } from './review-batch.dto.js';
import { ReviewResultDto } from './review.dto.js';
import { ReasonInput, RejectRunsInput, RunIdsInput } from './review.input.js';
import { ReviewService } from './review.service.js';

@ApiTags('Runs')
@RequireScope('runs:publish')
@ProblemResponses(404, 409, 422)
@Controller('v1/runs')
export class ReviewController {
  constructor(@Inject(ReviewService) private readonly review: ReviewService) {}

  /** Publishes a draft: it counts for the live factors from now on. Runs on random weights are refused. */
  @HttpCode(200)
  @Post(':id/publish')
  publish(@Param('id') id: string, @CurrentKey() key: ApiKey): Promise<ReviewResultDto> {
    return this.review.publish(id, key);
  }

  /**
   * Rejects a draft, or withdraws a published run, with the reason. It stays readable and counts no more: live factors
   * are what they would be without it, published factor sets stay as they are. Runs of reserved sources are refused.
   */
  @HttpCode(200)
  @Post(':id/reject')
  reject(
    @Param('id') id: string,
    @Body() { reason }: ReasonInput,
    @CurrentKey() key: ApiKey,
  ): Promise<ReviewResultDto> {
    return this.review.reject(id, reason, key);
  }

  /** Publishes up to 1,000 drafts, each with its own outcome: those that cannot be published do not hold up the others. */
  @HttpCode(200)
  @Post('publish')
  publishAll(@Body() { ids }: RunIdsInput, @CurrentKey() key: ApiKey): Promise<ReviewBatchDto> {
    return this.review.publishAll(ids, key);
  }

  /** Rejects up to 1,000 drafts or published runs for one reason, each with its own outcome. */
  @HttpCode(200)
  @Post('reject')
  rejectAll(@Body() { ids, reason }: RejectRunsInput, @CurrentKey() key: ApiKey): Promise<ReviewBatchDto> {
    return this.review.rejectAll(ids, reason, key);
  }
}
