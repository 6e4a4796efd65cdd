import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, In } from 'typeorm';
import { groupBy } from '../../../core/collections.js';
import { needsOf, whyNobody, type JobStatus } from '../../../core/benchmark/index.js';
import { DomainError } from '../../../core/errors/index.js';
import type { Page } from '../../../common/pagination/index.js';
import { pageBySequence } from '../../../database/page-by-sequence.js';
import { recordAudit, type ApiKey } from '../../auth/index.js';
import { CatalogueService } from '../../catalogue/index.js';
import type { BenchmarkWorkerDto } from './benchmark-worker.dto.js';
import type { BenchmarkDto } from './benchmark.dto.js';
import type { BenchmarkInput, BenchmarkQuery } from './benchmark.input.js';
import { JobEnds } from './job-ends.js';
import { BenchmarkJobEntity, BenchmarkRepetitionEntity, BenchmarkWorkerEntity } from './job.entity.js';
import { enqueue } from './queue.js';
import { toJobRequest } from './to-job-request.js';
import { isAlive, toBenchmarkDto, toWorkerDto } from './to-benchmark-dto.js';

/** Benchmarks from their order to their end. Running them is the workers' part. */
@Injectable()
export class BenchmarksService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
    @Inject(JobEnds) private readonly ends: JobEnds,
  ) {}

  /** When this resolves, the job is stored and on the queue. */
  async create(input: BenchmarkInput, key: ApiKey): Promise<BenchmarkDto> {
    const request = toJobRequest(input, this.catalogue.taskSlug(input.task, 'task'));
    const id = randomUUID();
    const needs = needsOf(request);
    await this.dataSource.transaction(async (manager) => {
      const by = { keyId: key.id, keyName: key.name, keyScopes: [...key.scopes] };
      await manager.insert(BenchmarkJobEntity, { id, ...by, request, needs });
      await enqueue(manager, id, needs);
      const details = { task: request.task, executor: request.executor };
      await recordAudit(manager, key, { action: 'benchmark.create', subject: id, details });
    });
    return this.one(id);
  }

  async list({ status, ...query }: BenchmarkQuery): Promise<Page<BenchmarkDto>> {
    const where = status === undefined ? {} : { status: status as JobStatus };
    const page = await pageBySequence(this.dataSource.getRepository(BenchmarkJobEntity), where, query);
    return { ...page, items: await this.toDtos(page.items) };
  }

  async one(id: string): Promise<BenchmarkDto> {
    const job = isUUID(id) ? await this.dataSource.manager.findOneBy(BenchmarkJobEntity, { id }) : null;
    const [dto] = job ? await this.toDtos([job]) : [];
    if (dto) return dto;
    throw new DomainError(
      'NOT_FOUND',
      `There is no benchmark ${id.slice(0, 80)}; GET /v1/benchmarks lists them`,
    );
  }

  /** A waiting job ends at once, a running one as soon as its worker hears of it. What was measured stays. */
  async cancel(id: string, key: ApiKey): Promise<BenchmarkDto> {
    const { status } = await this.one(id);
    const waited = await this.ends.end(id, null, { status: 'cancelled', reason: 'it was cancelled' });
    const heard = waited || (await this.askToStop(id));
    if (!heard && status !== 'cancelled') {
      const now = (await this.one(id)).status;
      throw new DomainError('CONFLICT', `The benchmark ${id} has ended already: ${now}`);
    }
    await recordAudit(this.dataSource.manager, key, { action: 'benchmark.cancel', subject: id });
    return this.one(id);
  }

  /** Every worker that was not cleaned up yet, dead ones included. */
  async workers(): Promise<BenchmarkWorkerDto[]> {
    const workers = await this.dataSource.manager.find(BenchmarkWorkerEntity, {
      order: { startedAt: 'ASC' },
    });
    return workers.map(toWorkerDto);
  }

  /** The little of a job that tells whether it changed. */
  pulse(id: string): Promise<Pick<BenchmarkJobEntity, 'revision' | 'status'>> {
    const select = { id: true, revision: true, status: true };
    return this.dataSource.manager.findOneOrFail(BenchmarkJobEntity, { select, where: { id } });
  }

  private async askToStop(id: string): Promise<boolean> {
    const { affected } = await this.dataSource.manager.update(
      BenchmarkJobEntity,
      { id, status: 'running' },
      { cancelRequestedAt: new Date(), revision: () => 'revision + 1' },
    );
    return Boolean(affected);
  }

  private async toDtos(jobs: readonly BenchmarkJobEntity[]): Promise<BenchmarkDto[]> {
    const { manager } = this.dataSource;
    const ids = jobs.map(({ id }) => id);
    const [rows, workers] = await Promise.all([
      manager.find(BenchmarkRepetitionEntity, { where: { jobId: In(ids) }, order: { index: 'ASC' } }),
      jobs.some(({ status }) => status === 'queued') ? manager.find(BenchmarkWorkerEntity) : [],
    ]);
    const repetitions = groupBy(rows, ({ jobId }) => jobId);
    const offers = workers.filter((worker) => isAlive(worker)).map((worker) => worker.offers);
    return jobs.map((job) =>
      toBenchmarkDto({
        job,
        repetitions: repetitions.get(job.id) ?? [],
        study: this.catalogue.task(job.request.task).energy,
        waitsFor: job.status === 'queued' ? whyNobody(job.needs, offers) : null,
      }),
    );
  }
}
