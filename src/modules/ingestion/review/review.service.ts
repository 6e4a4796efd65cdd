import { Inject, Injectable } from '@nestjs/common';
import type { ApiKey } from '../../auth/index.js';
import { toFactorChangeDto } from '../../factors/index.js';
import { RunsService } from '../../runs/index.js';
import { IngestionService } from '../ingestion.service.js';
import { decideRuns } from './decide-runs.js';
import { PUBLISHING, rejecting } from './decision.js';
import type { Decision } from './decision.js';
import { toReviewBatchDto } from './review-batch.dto.js';
import type { ReviewBatchDto } from './review-batch.dto.js';
import type { ReviewResultDto } from './review.dto.js';

/** Drafts wait here for somebody who may publish. What was published can be rejected later; a rejection is final. */
@Injectable()
export class ReviewService {
  constructor(
    @Inject(IngestionService) private readonly ingestion: IngestionService,
    @Inject(RunsService) private readonly runs: RunsService,
  ) {}

  publish(id: string, key: ApiKey): Promise<ReviewResultDto> {
    return this.one(id, PUBLISHING, key);
  }

  reject(id: string, reason: string, key: ApiKey): Promise<ReviewResultDto> {
    return this.one(id, rejecting(reason), key);
  }

  publishAll(ids: readonly string[], key: ApiKey): Promise<ReviewBatchDto> {
    return this.each(ids, PUBLISHING, key);
  }

  rejectAll(ids: readonly string[], reason: string, key: ApiKey): Promise<ReviewBatchDto> {
    return this.each(ids, rejecting(reason), key);
  }

  /** A single run that cannot be decided is an error of the request; of many, each has its own outcome. */
  private async one(id: string, decision: Decision, key: ApiKey): Promise<ReviewResultDto> {
    const changes = await this.ingestion.changing(async (manager) => {
      const decided = await decideRuns(manager, [id], decision, key);
      for (const { refusal } of decided.verdicts) if (refusal) throw refusal;
      return decided.changes;
    });
    return { run: await this.runs.one(id), factors: changes.map(toFactorChangeDto) };
  }

  private async each(ids: readonly string[], decision: Decision, key: ApiKey): Promise<ReviewBatchDto> {
    const decided = await this.ingestion.changing((manager) => decideRuns(manager, ids, decision, key));
    return toReviewBatchDto(decided, decision.to);
  }
}
