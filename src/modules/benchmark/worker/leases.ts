import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ArrayContainedBy, DataSource } from 'typeorm';
import { needsToGoOn, totalEnergyJ, type Repetition } from '../../../core/benchmark/index.js';
import { BenchmarkJobEntity, BenchmarkRepetitionEntity, type JobSession } from '../jobs/job.entity.js';
import { enqueue } from '../jobs/queue.js';
import type { Progress } from '../protocol/index.js';

export interface Holder {
  readonly workerId: string;
  readonly offers: readonly string[];
  /** The name under which the queue holds its lock. */
  readonly queueWorker: string;
}

export interface Lease {
  readonly id: string;
  readonly job: BenchmarkJobEntity;
  readonly workerId: string;
  readonly stored: readonly Repetition[];
}

/** The right to measure a job. Whoever lost it writes nothing more, so that no repetition comes from two sides. */
@Injectable()
export class Leases {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** The lease, or null where somebody else has the job, it has ended, or it needs what this worker has not. */
  async take(jobId: string, { workerId, offers, queueWorker }: Holder): Promise<Lease | null> {
    const { manager } = this.dataSource;
    const id = randomUUID();
    const { affected } = await manager.update(
      BenchmarkJobEntity,
      { id: jobId, status: 'queued', needs: ArrayContainedBy([...offers]) },
      {
        ...{ status: 'running', workerId, lease: id, queueWorker, reason: null, progress: () => 'NULL' },
        ...{ startedAt: () => 'coalesce(started_at, now())', revision: () => 'revision + 1' },
      },
    );
    if (!affected) return null;
    const job = await manager.findOneByOrFail(BenchmarkJobEntity, { id: jobId });
    const stored = await manager.find(BenchmarkRepetitionEntity, {
      where: { jobId },
      order: { index: 'ASC' },
    });
    return { id, job, workerId, stored };
  }

  /** Puts a job that waits back on the queue with what it needs now. */
  async handOn(jobId: string): Promise<void> {
    const { manager } = this.dataSource;
    const job = await manager.findOneBy(BenchmarkJobEntity, { id: jobId, status: 'queued' });
    if (job) await enqueue(manager, jobId, job.needs);
  }

  /** Tells how far it is. `lost` where the lease is another's by now, `cancel` where the caller wants no more. */
  async report({ id, job }: Lease, progress: Progress | null): Promise<'lost' | 'cancel' | 'go-on'> {
    const { manager } = this.dataSource;
    if (progress !== null) {
      await manager.update(
        BenchmarkJobEntity,
        { id: job.id, lease: id },
        { progress: progress as object, revision: () => 'revision + 1' },
      );
    }
    const held = await manager.findOneBy(BenchmarkJobEntity, { id: job.id, lease: id });
    if (held === null) return 'lost';
    return held.cancelRequestedAt === null ? 'go-on' : 'cancel';
  }

  /** Stores one finished repetition; once this resolves, no crash takes it away. */
  async store({ id, job, workerId }: Lease, repetition: Repetition, session: JobSession): Promise<void> {
    const { index, work, reading, idleBefore, flags } = repetition;
    const needs = needsToGoOn(job.request, session.metersUsed, session.hardware);
    await this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.update(
        BenchmarkJobEntity,
        { id: job.id, lease: id },
        { session: session as object, needs, revision: () => 'revision + 1' },
      );
      if (!affected) throw new Error('the job is in other hands by now');
      const measured = { work, reading, idleBefore, flags: [...flags] };
      const figures = { grossEnergyJ: totalEnergyJ(reading), exclusivity: reading.exclusivity };
      const row = { jobId: job.id, index, workerId, ...measured, ...figures };
      await manager.insert(BenchmarkRepetitionEntity, row as object);
    });
  }

  /** Gives a job back: to be gone on with by whoever can. */
  async giveBack({ id, job }: Lease, reason: string, anew: boolean): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const failed = anew ? {} : { failures: job.failures + 1 };
      const { affected } = await manager.update(
        BenchmarkJobEntity,
        { id: job.id, lease: id },
        { ...failed, ...WAITING, reason, progress: () => 'NULL', revision: () => 'revision + 1' },
      );
      if (!affected || !anew) return;
      const { needs } = await manager.findOneByOrFail(BenchmarkJobEntity, { id: job.id });
      await enqueue(manager, job.id, needs);
    });
  }
}

export const WAITING = { status: 'queued', lease: null, queueWorker: null, workerId: null } as const;
