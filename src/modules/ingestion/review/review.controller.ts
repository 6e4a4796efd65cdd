import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { CurrentKey, RequireScope } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { ReviewResultDto } from './review.dto.js';
import { ReasonInput } from './review.input.js';
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
}
