import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MAX_INTERRUPTIONS } from '../../../core/benchmark/index.js';
import { JobEnds } from '../jobs/job-ends.js';
import { BenchmarkJobEntity, BenchmarkRepetitionEntity } from '../jobs/job.entity.js';
import { enqueue, forgottenByQueue, freeLocks } from '../jobs/queue.js';
import { WAITING } from './leases.js';

/** Takes back the jobs of dead workers. Every worker does it, and any one is enough. */
@Injectable()
export class Sweeper {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(JobEnds) private readonly ends: JobEnds,
  ) {}

  async sweep(): Promise<void> {
    const { manager } = this.dataSource;
    for (const { id, lease } of await manager.query<Orphan[]>(ORPHANS)) await this.takeBack(id, lease);
    for (const { id, needs } of await forgottenByQueue(manager)) await enqueue(manager, id, needs);
    await manager.query(FORGET_WORKERS);
  }

  private async takeBack(id: string, lease: string): Promise<void> {
    const { manager } = this.dataSource;
    const job = await manager.findOneBy(BenchmarkJobEntity, { id, lease });
    if (job === null) return;
    const interruptions = job.interruptions + 1;
    if (job.queueWorker) await freeLocks(manager, job.queueWorker);
    if (job.cancelRequestedAt !== null) {
      await this.ends.end(id, lease, { status: 'cancelled', reason: 'it was cancelled' });
    } else if (interruptions >= MAX_INTERRUPTIONS) {
      const measured = await manager.existsBy(BenchmarkRepetitionEntity, { jobId: id });
      const reason = `its worker died ${interruptions} times`;
      await this.ends.end(id, lease, { status: measured ? 'partial' : 'failed', reason });
    } else {
      await this.requeue(job, interruptions);
    }
  }

  private async requeue({ id, lease, needs }: BenchmarkJobEntity, interruptions: number): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const reason = 'its worker died; it is to be gone on with';
      const { affected } = await manager.update(
        BenchmarkJobEntity,
        { id, lease: lease ?? undefined },
        { ...WAITING, interruptions, reason, progress: () => 'NULL', revision: () => 'revision + 1' },
      );
      if (affected) await enqueue(manager, id, needs);
    });
  }
}

interface Orphan {
  readonly id: string;
  readonly lease: string;
}

const ORPHANS = `
  SELECT job.id, job.lease FROM benchmark_job AS job
  WHERE job.status = 'running' AND NOT EXISTS (
    SELECT 1 FROM benchmark_worker AS worker
    WHERE worker.id = job.worker_id
      AND worker.heartbeat_at > now() - make_interval(secs => worker.dead_after_s))`;

/** Dead for long, with no job left: nobody asks for them. */
const FORGET_WORKERS = `
  DELETE FROM benchmark_worker WHERE heartbeat_at < now() - make_interval(secs => 20 * dead_after_s)`;
