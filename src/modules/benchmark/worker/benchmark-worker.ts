import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Logger as QueueLogger, run, type JobHelpers, type Runner } from 'graphile-worker';
import { DataSource } from 'typeorm';
import type { Config } from '../../../common/config/config.js';
import { messageOf } from '../executors/index.js';
import { JobEnds } from '../jobs/job-ends.js';
import { BenchmarkWorkerEntity } from '../jobs/job.entity.js';
import { QUEUE_TASK } from '../jobs/queue.js';
import { Attempt, type Result } from './attempt.js';
import { Leases, type Lease } from './leases.js';
import { KNOWN_LABELS, offersHere, type Offers } from './offers.js';
import { Sweeper } from './sweeper.js';

/** Heartbeats in the time after which a silent worker is taken for dead. */
const BEATS = 5;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Takes one job after another from the queue: two at once would measure each other. */
@Injectable()
export class BenchmarkWorker implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Worker');
  private readonly id = randomUUID();
  private offers: Offers | null = null;
  private runner: Runner | null = null;
  private beating: NodeJS.Timeout | null = null;
  private attempt: Attempt | null = null;
  private readonly stopping = new AbortController();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Leases) private readonly leases: Leases,
    @Inject(Sweeper) private readonly sweeper: Sweeper,
    @Inject(JobEnds) private readonly ends: JobEnds,
  ) {}

  /** @returns what it offers, for whoever started it to say. */
  async start(databaseUrl: string, config: Config): Promise<Offers> {
    const offers = await offersHere(config.WATTFACTOR_WORKER_COMMANDS === 'on');
    this.offers = offers;
    const deadAfterS = config.WATTFACTOR_WORKER_DEAD_AFTER_S;
    await this.beat(deadAfterS);
    this.beating = setInterval(() => void this.beat(deadAfterS), (1000 * deadAfterS) / BEATS);
    this.runner = await run({
      connectionString: databaseUrl,
      maxPoolSize: 3,
      concurrency: 1,
      noHandleSignals: true,
      parsedCronItems: [],
      logger: new QueueLogger(() => (level, message) => this.logger.debug(`${level}: ${message}`)),
      forbiddenFlags: () => this.forbidden(offers),
      taskList: {
        [QUEUE_TASK]: (payload, helpers) => this.work((payload as { jobId: string }).jobId, helpers),
      },
    });
    return offers;
  }

  /** What was begun goes back to the queue with all that was measured. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    if (this.beating) clearInterval(this.beating);
    this.attempt?.stop('worker-stops');
    await this.runner?.stop();
    if (this.offers) await this.dataSource.manager.delete(BenchmarkWorkerEntity, { id: this.id });
  }

  private async work(jobId: string, { job }: JobHelpers): Promise<void> {
    const { offers } = this;
    if (offers === null || this.stopping.signal.aborted) return this.leases.handOn(jobId);
    const holder = { workerId: this.id, offers: offers.labels, queueWorker: job.locked_by ?? '' };
    const lease = await this.leases.take(jobId, holder);
    if (lease === null) return this.leases.handOn(jobId);
    this.attempt = new Attempt(lease, this.leases, offers);
    const result = await this.attempt.run().finally(() => (this.attempt = null));
    await this.settle(lease, result);
    // the queue then waits longer after each failure
    if (result.kind === 'setback') throw new Error(result.reason);
  }

  /** Tells how it went until the database takes it, for while a disk is full it does not. */
  private async settle(lease: Lease, result: Result): Promise<void> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.tell(lease, result);
      } catch (error) {
        // whoever is there when the database is well again finds the job without a worker
        if (this.stopping.signal.aborted) throw error;
        this.logger.warn(`benchmark ${lease.job.id}: its result cannot be stored yet: ${messageOf(error)}`);
        const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tried - 1));
        await sleep(pauseMs, undefined, { signal: this.stopping.signal });
      }
    }
  }

  private async tell(lease: Lease, result: Result): Promise<void> {
    switch (result.kind) {
      case 'end':
        await this.ends.end(lease.job.id, lease.id, result.end);
        return;
      case 'setback':
        return this.leases.giveBack(lease, result.reason, false);
      case 'stopped':
        if (result.by === 'lost') return;
        return this.leases.giveBack(lease, 'its worker was stopped; it is to be gone on with', true);
    }
  }

  /** Labels that jobs may carry and this worker does not offer: the queue keeps those jobs from it. */
  private async forbidden({ labels }: Offers): Promise<string[]> {
    const asked = await this.dataSource.query<{ need: string }[]>(
      `SELECT DISTINCT unnest(needs) AS need FROM benchmark_job WHERE status = 'queued'`,
    );
    const all = new Set([...KNOWN_LABELS, ...asked.map(({ need }) => need)]);
    return [...all].filter((label) => !labels.includes(label));
  }

  private async beat(deadAfterS: number): Promise<void> {
    if (this.offers === null) return;
    const { labels, environment } = this.offers;
    const row = { id: this.id, name: `${hostname()}/${process.pid}`, deadAfterS, offers: [...labels] };
    try {
      const now = { ...row, environment: environment as object, heartbeatAt: () => 'now()' };
      await this.dataSource.manager.upsert(BenchmarkWorkerEntity, now, ['id']);
      await this.sweeper.sweep();
    } catch (error) {
      this.logger.warn(`heartbeat: ${messageOf(error)}`);
    }
  }
}
