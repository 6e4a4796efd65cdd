import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { toDomainError } from '../../../common/errors/index.js';
import { DomainError } from '../../../core/errors/index.js';
import { SnapshotStore } from '../../../database/snapshot/snapshot-store.js';
import { recordAudit } from '../../auth/index.js';
import type { FactorChange } from '../../../core/factor/index.js';
import { toFactorChangeDto } from '../../factors/index.js';
import { IngestionService } from '../ingestion.service.js';
import { ImportEntity } from './import.entity.js';
import type { ImportState } from './import.entity.js';
import { ImportJob } from './import-job.js';
import type { ImportOrder } from './import-job.js';
import { removeSpooled, spooled } from './spool.js';
import { HEARTBEAT_MS } from './to-import-dto.js';

interface Reading {
  readonly state: ImportState;
  readonly error?: DomainError;
}

interface End extends Reading {
  readonly changes: readonly FactorChange[];
}

/** The imports that this process is at: each is begun once, shows that it lives, and ends in a state. */
@Injectable()
export class RunningImports {
  private readonly logger = new Logger('Imports');
  private readonly bodies = new Map<Readable, Promise<unknown>>();
  private stopping = false;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(IngestionService) private readonly ingestion: IngestionService,
    @Inject(SnapshotStore) private readonly snapshots: SnapshotStore,
  ) {}

  async begin({ id, key, fileName, format, dryRun, defaults }: ImportOrder): Promise<void> {
    const entry = { id, keyId: key.id, keyName: key.name, fileName, format, dryRun, defaults };
    await this.dataSource.transaction(async (manager) => {
      await manager.insert(ImportEntity, { ...entry, state: 'running' });
      await recordAudit(manager, key, { action: 'import.start', subject: id, details: { fileName, dryRun } });
    });
  }

  /** Resolves when the import has ended; rejects with why it did not reach its end. */
  run(order: ImportOrder, body: Readable): Promise<void> {
    const running = this.process(order, body).finally(() => this.bodies.delete(body));
    this.bodies.set(
      body,
      running.catch(() => undefined),
    );
    return running;
  }

  /** Keeps the import alive while something else than reading goes on. */
  async alive<T>(id: string, work: () => Promise<T>): Promise<T> {
    const beat = setInterval(() => {
      this.dataSource
        .query('UPDATE import SET heartbeat_at = now() WHERE id = $1', [id])
        .catch((error: unknown) => this.logger.warn(`import ${id}: ${String(error)}`));
    }, HEARTBEAT_MS);
    return work().finally(() => clearInterval(beat));
  }

  /** Notes how an import ended that could not even be begun to be read. */
  async fail(id: string, state: ImportState, error: DomainError): Promise<void> {
    await this.note(id, { state, error, changes: [] });
  }

  /** The same with a file that was put aside; its end stands in the report. */
  async runSpooled(order: ImportOrder): Promise<void> {
    const { manager } = this.dataSource;
    const body = spooled(manager, order.id);
    const running = this.process(order, body, true).finally(() => this.bodies.delete(body));
    const ended = running.catch((error: unknown) => {
      if (!(error instanceof DomainError)) this.logger.error(`import ${order.id}: ${String(error)}`);
    });
    this.bodies.set(body, ended);
    await ended;
  }

  /** What is under way is interrupted. A file that was put aside is gone on with, any other must be brought again. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const body of this.bodies.keys()) body.destroy(new Error('the service is stopping'));
    await Promise.all(this.bodies.values());
  }

  private async process(order: ImportOrder, body: Readable, kept = false): Promise<void> {
    const job = new ImportJob(this.dataSource.manager, this.ingestion, order);
    const end = await this.alive(order.id, () => this.endOf(job, body));
    if (kept && end.state === 'interrupted' && (this.stopping || end.error?.code === 'NOT_READY')) {
      await this.leave(order.id);
      return;
    }
    await this.note(order.id, end);
    if (kept) await removeSpooled(this.dataSource.manager, order.id);
    await this.snapshots.refresh();
    if (end.error) throw withReport(end.error, order.id);
  }

  /** Lets another process, or this one later, go on with a file that is kept; a stop is no fault of the file. */
  private async leave(id: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE import SET heartbeat_at = 'epoch', attempts = CASE WHEN $2 THEN 0 ELSE attempts END WHERE id = $1`,
      [id, this.stopping],
    );
  }

  private async endOf(job: ImportJob, body: Readable): Promise<End> {
    const read = await job.run(body).then(
      (): Reading => ({ state: 'done' }),
      (error: unknown) => this.faultOf(error, body),
    );
    try {
      return { ...read, changes: await job.changes() };
    } catch (error) {
      // what was stored stays stored: an end without its changes is better than none
      return { ...this.faultOf(error, body), ...(read.error && read), changes: [] };
    }
  }

  private faultOf(error: unknown, body: Readable): Reading {
    if (error instanceof DomainError) return { state: 'failed', error };
    if (body.errored || (body.destroyed && !body.readableEnded)) {
      return {
        state: 'interrupted',
        error: new DomainError('NOT_READY', 'The upload did not reach its end'),
      };
    }
    const known = toDomainError(error);
    if (!known) this.logger.error(error instanceof Error ? error.stack : String(error));
    return {
      state: 'interrupted',
      error: known ?? new DomainError('INTERNAL', 'The service failed to read the file to its end'),
    };
  }

  private async note(id: string, { state, error, changes }: End): Promise<void> {
    const problem = error ? { code: error.code, detail: error.message } : null;
    const changedFactors = changes.map(toFactorChangeDto);
    await this.dataSource.manager.update(
      ImportEntity,
      { id },
      { state, problem, changedFactors, finishedAt: new Date() },
    );
  }
}

/** A whole file that fails is an error of the request; the report says what was taken in before. */
const withReport = (error: DomainError, id: string): DomainError =>
  new DomainError(
    error.code,
    `${error.message.replace(/\.?$/, '.')} The report: /v1/imports/${id}`,
    error.errors,
    error.statusOverride,
    { importId: id },
  );
