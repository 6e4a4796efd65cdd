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
import { withdrawRuns } from '../../../database/runs/withdraw-runs.js';
import { bumpDataVersion } from '../../../database/snapshot/data-version.js';
import { recordAudit } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { toFactorChangeDto } from '../../factors/index.js';
import { RunsService } from '../../runs/index.js';
import { FactorWatch } from '../factor-watch.js';
import { IngestionService } from '../ingestion.service.js';
import { reservedSources } from '../sources.js';
import type { ReviewResultDto } from './review.dto.js';

/** Drafts wait here for somebody who may publish. What was published can be rejected later; a rejection is final. */
@Injectable()
export class ReviewService {
  constructor(
    @Inject(IngestionService) private readonly ingestion: IngestionService,
    @Inject(RunsService) private readonly runs: RunsService,
  ) {}

  /** The run counts from now on, as if it had arrived published; one on random weights never does. */
  publish(id: string, key: ApiKey): Promise<ReviewResultDto> {
    return this.decide(id, async (manager, run) => {
      requireStatus(run, 'published', ['draft']);
      requireTrained(run);
      const watch = new FactorWatch();
      await watch.before(manager, [run.draft]);
      await manager.query(`UPDATE run SET status = 'published', review_reason = NULL WHERE id = $1`, [id]);
      await addToStatistics(manager, [run]);
      await recordAudit(manager, key, { action: 'run.publish', subject: id });
      return watch.changes(manager);
    });
  }

  /** The run stays, with the reason, and counts no more; factors are what they would be without it. */
  reject(id: string, reason: string, key: ApiKey): Promise<ReviewResultDto> {
    return this.decide(id, async (manager, run) => {
      requireStatus(run, 'rejected', ['draft', 'published']);
      await requireOpen(manager, run);
      const watch = new FactorWatch();
      if (run.status === 'published') await watch.before(manager, [run.draft]);
      await withdrawRuns(manager, [id], { status: 'rejected', reason });
      const details = { reason, was: run.status };
      await recordAudit(manager, key, { action: 'run.reject', subject: id, details });
      return watch.changes(manager);
    });
  }

  private async decide(
    id: string,
    work: (manager: EntityManager, run: StoredRun) => Promise<FactorChange[]>,
  ): Promise<ReviewResultDto> {
    const changes = await this.ingestion.changing(async (manager) => {
      const done = await work(manager, await requireRun(manager, id));
      // rejecting a draft moves no factor, but whoever cached the run must read it anew
      await bumpDataVersion(manager);
      return done;
    });
    return { run: await this.runs.one(id), factors: changes.map(toFactorChangeDto) };
  }
}

async function requireRun(manager: EntityManager, id: string): Promise<StoredRun> {
  const run = isUUID(id) ? (await readRuns(manager, [id])).get(id) : undefined;
  if (run) return run;
  throw new DomainError(
    'NOT_FOUND',
    `There is no run ${id.slice(0, 80)}; GET /v1/runs?status=draft lists drafts`,
  );
}

function requireStatus({ status }: StoredRun, to: RunStatus, from: readonly RunStatus[]): void {
  if (from.includes(status)) return;
  throw new DomainError(
    'CONFLICT',
    `The run is ${status} already; only a run that is ${from.join(' or ')} can become ${to}`,
  );
}

function requireTrained({ draft }: StoredRun): void {
  if (!isSynthetic(draft)) return;
  throw new DomainError(
    'SYNTHETIC_RUN',
    `The run was measured on random weights (${draft.modelId}), so it is no factor of a model and stays a draft; reject it, or measure the trained weights`,
  );
}

/** What the authors of a source published is not for others to take away. */
async function requireOpen(manager: EntityManager, { draft: { sourceId } }: StoredRun): Promise<void> {
  if (!(await reservedSources(manager, [sourceId])).has(sourceId)) return;
  throw new DomainError(
    'SOURCE_RESERVED',
    `${sourceId} holds what its authors published, so none of its runs can be rejected; ask for factors of another source, or filter them by source`,
  );
}
