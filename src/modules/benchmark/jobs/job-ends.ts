import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  endFlags,
  hasEnded,
  runDrafts,
  withFlags,
  type JobEnd,
  type Reading,
} from '../../../core/benchmark/index.js';
import { IngestionService, type IngestContext, type RecordOutcome } from '../../ingestion/index.js';
import { BenchmarkJobEntity, BenchmarkRepetitionEntity, type JobEnding } from './job.entity.js';
import { takeOffQueue } from './queue.js';

export interface End {
  readonly status: JobEnd;
  readonly reason: string | null;
  readonly flags?: readonly string[];
  readonly ending?: JobEnding;
  /** Reading over the loading of the model. */
  readonly load?: Reading | null;
}

/** The one way in which jobs end: what was measured becomes runs in the same transaction. */
@Injectable()
export class JobEnds {
  constructor(@Inject(IngestionService) private readonly ingestion: IngestionService) {}

  /**
   * Ends a job that the holder of the lease runs; with null, one that waits.
   *
   * @returns false where it is not so any more
   */
  end(jobId: string, lease: string | null, end: End): Promise<boolean> {
    return this.ingestion.changing(async (manager) => {
      const job = await manager.findOne(BenchmarkJobEntity, {
        where: { id: jobId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!job || hasEnded(job.status) || job.lease !== lease) return false;
      const flags = [...new Set([...(end.flags ?? []), ...endFlags(end.status)])];
      const outcomes = await this.ingest(manager, job, { ...end, flags });
      await manager.update(BenchmarkJobEntity, jobId, {
        status: end.status,
        reason: end.reason,
        flags,
        ending: end.ending ?? null,
        runIds: outcomes.flatMap((record) => ('runId' in record ? [record.runId] : [])),
        quarantineIds: outcomes.flatMap((record) => ('quarantineId' in record ? [record.quarantineId] : [])),
        lease: null,
        queueWorker: null,
        endedAt: new Date(),
        revision: job.revision + 1,
      });
      await takeOffQueue(manager, jobId);
      return true;
    });
  }

  private async ingest(
    manager: EntityManager,
    job: BenchmarkJobEntity,
    { flags = [], load }: End,
  ): Promise<readonly RecordOutcome[]> {
    if (job.session === null) return [];
    const rows = await manager.find(BenchmarkRepetitionEntity, {
      where: { jobId: job.id },
      order: { index: 'ASC' },
    });
    const context = { ...job.session.context, load: load ?? job.session.context.load };
    const records = runDrafts(context, withFlags(rows, flags)).map((draft) => ({ draft }));
    if (records.length === 0) return [];
    return (await this.ingestion.ingestIn(manager, records, contextOf(job))).records;
  }
}

const contextOf = ({ keyId, keyName, keyScopes }: BenchmarkJobEntity): IngestContext => ({
  key: { id: keyId, name: keyName, scopes: keyScopes },
  channel: 'benchmark',
});
