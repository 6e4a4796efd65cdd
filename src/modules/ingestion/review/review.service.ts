import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { EntityManager } from 'typeorm';
import { DomainError } from '../../../core/errors/index.js';
import type { FactorChange } from '../../../core/factor/index.js';
import { isSynthetic } from '../../../core/run/index.js';
import type { RunStatus } from '../../../core/run/index.js';
import { addToStatistics } from '../../../database/runs/cell-statistics.js';
import { readRuns } from '../../../database/runs/read-runs.js';
import type { StoredRun } from '../../../database/runs/read-runs.js';
import { bumpDataVersion } from '../../../database/snapshot/data-version.js';
import { recordAudit } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { toFactorChangeDto } from '../../factors/index.js';
import { RunsService } from '../../runs/index.js';
import { FactorWatch } from '../factor-watch.js';
import { IngestionService } from '../ingestion.service.js';
import type { ReviewResultDto } from './review.dto.js';

/** Drafts wait here for somebody who may publish. A decision is final. */
@Injectable()
export class ReviewService {
  constructor(
    @Inject(IngestionService) private readonly ingestion: IngestionService,
    @Inject(RunsService) private readonly runs: RunsService,
  ) {}

  /** The run counts from now on, as if it had arrived published; one on random weights never does. */
  publish(id: string, key: ApiKey): Promise<ReviewResultDto> {
    return this.decide(id, async (manager, run) => {
      requireTrained(run);
      const watch = new FactorWatch();
      await watch.before(manager, [run.draft]);
      await setStatus(manager, id, 'published', null);
      await addToStatistics(manager, [run]);
      await recordAudit(manager, key, { action: 'run.publish', subject: id });
      return watch.changes(manager);
    });
  }

  /** The run stays, with the reason, and never counts. */
  reject(id: string, reason: string, key: ApiKey): Promise<ReviewResultDto> {
    return this.decide(id, async (manager) => {
      await setStatus(manager, id, 'rejected', reason);
      await recordAudit(manager, key, { action: 'run.reject', subject: id, details: { reason } });
      return [];
    });
  }

  private async decide(
    id: string,
    work: (manager: EntityManager, run: StoredRun) => Promise<FactorChange[]>,
  ): Promise<ReviewResultDto> {
    const changes = await this.ingestion.changing(async (manager) => {
      const done = await work(manager, await requireDraft(manager, id));
      // a rejection moves no factor, but whoever cached the run must read it anew
      await bumpDataVersion(manager);
      return done;
    });
    return { run: await this.runs.one(id), factors: changes.map(toFactorChangeDto) };
  }
}

async function requireDraft(manager: EntityManager, id: string): Promise<StoredRun> {
  const run = isUUID(id) ? (await readRuns(manager, [id])).get(id) : undefined;
  if (!run)
    throw new DomainError(
      'NOT_FOUND',
      `There is no run ${id.slice(0, 80)}; GET /v1/runs?status=draft lists drafts`,
    );
  if (run.status === 'draft') return run;
  throw new DomainError(
    'CONFLICT',
    `The run is ${run.status} already; only a draft can be published or rejected`,
  );
}

function requireTrained({ draft }: StoredRun): void {
  if (!isSynthetic(draft)) return;
  throw new DomainError(
    'SYNTHETIC_RUN',
    `The run was measured on random weights (${draft.modelId}), so it is no factor of a model and stays a draft; reject it, or measure the trained weights`,
  );
}

const setStatus = (manager: EntityManager, id: string, status: RunStatus, reason: string | null) =>
  manager.query('UPDATE run SET status = $2, review_reason = $3 WHERE id = $1', [id, status, reason]);
