import type { Readable } from 'node:stream';
import type { EntityManager } from 'typeorm';
import { fileBytes, peek } from '../../../common/files/index.js';
import type { FileLimit } from '../../../common/files/index.js';
import { DomainError } from '../../../core/errors/index.js';
import { joinChanges } from '../../../core/factor/index.js';
import type { FactorChange } from '../../../core/factor/index.js';
import type { ApiKey } from '../../auth/index.js';
import { FactorWatch } from '../factor-watch.js';
import { chooseImporter } from '../importers/index.js';
import type { ImportDefaults } from '../importers/index.js';
import type { IngestionService } from '../ingestion.service.js';
import { supersedeClientRuns } from '../codecarbon/supersede.js';
import { batches, overlapped } from './batches.js';
import { noteBatch, prepareRow, takeBatch } from './import-batch.js';
import type { BatchResult, PreparedRow } from './import-batch.js';

/** Records a transaction: few enough to be quick under the lock, many enough that a commit costs little. */
const BATCH = 2_000;

/** Bytes of the file behind one transaction: records of any length are held in the same memory. */
const BATCH_BYTES = 4 * 1024 * 1024;

export interface ImportOrder {
  readonly id: string;
  readonly key: ApiKey;
  readonly format: string | null;
  readonly fileName: string | null;
  readonly defaults: ImportDefaults;
  readonly dryRun: boolean;
  readonly limit: FileLimit;
  /** How far an earlier process came, where this one goes on with the file. */
  readonly done?: { readonly rows: number; readonly taken: number };
}

/** Undoes what a dry run did, and carries what it came to. */
class DryRun extends Error {
  constructor(
    readonly result: BatchResult,
    readonly changes: readonly FactorChange[],
  ) {
    super('dry run');
  }
}

/** Reads one file from its first byte to its last, batch by batch; each batch and its progress are one transaction. */
export class ImportJob {
  private readonly meter = { bytes: 0 };
  private readonly watch = new FactorWatch();
  /** What a dry run would have moved. */
  private rehearsed: FactorChange[] = [];
  private taken: number;
  private fault: DomainError | null = null;

  constructor(
    private readonly manager: EntityManager,
    private readonly ingestion: IngestionService,
    private readonly order: ImportOrder,
  ) {
    this.taken = order.done?.taken ?? 0;
  }

  /** The factors that moved so far. */
  async changes(): Promise<readonly FactorChange[]> {
    return this.order.dryRun ? this.rehearsed : this.watch.changes(this.manager);
  }

  /**
   * @throws DomainError where the file as a whole cannot be read; what was taken in before that stays.
   */
  async run(body: Readable): Promise<void> {
    const { format, fileName, limit, defaults } = this.order;
    const { head, whole } = await peek(fileBytes(body, limit, this.meter));
    if (head.length === 0) throw new DomainError('FILE_UNREADABLE', 'The file is empty');
    const importer = chooseImporter(format, head, fileName);
    await this.manager.query('UPDATE import SET format = $2 WHERE id = $1', [this.order.id, importer.format]);
    const channel = `import:${importer.format}`;
    const records = importer.read(whole, defaults);
    const skip = this.order.done?.rows ?? 0;
    // checked here, while the database is busy with the batch before
    const batching = { skip, size: BATCH, weight: BATCH_BYTES, read: () => this.meter.bytes };
    const prepared = batches(records, batching, (record) => prepareRow(this.ingestion, record));
    await overlapped(prepared, (batch) => this.store(batch, channel));
    if (this.fault && this.taken === 0) throw this.fault;
  }

  private async store(batch: readonly PreparedRow[], channel: string): Promise<void> {
    const result = this.order.dryRun ? await this.rehearse(batch, channel) : await this.take(batch, channel);
    this.taken += result.accepted + result.duplicates + result.quarantined;
    const whole = result.rejections.find(({ row }) => row === 0);
    if (whole) this.fault ??= new DomainError(whole.code as DomainError['code'], whole.message);
  }

  private take(batch: readonly PreparedRow[], channel: string): Promise<BatchResult> {
    return this.ingestion.locked(async (manager) => {
      const result = await this.takeIn(manager, batch, channel, this.watch);
      await noteBatch(manager, this.order.id, this.meter.bytes, batch.length, result);
      return result;
    });
  }

  private async rehearse(batch: readonly PreparedRow[], channel: string): Promise<BatchResult> {
    const done = this.ingestion.locked(async (manager): Promise<DryRun> => {
      const watch = new FactorWatch();
      const taken = await this.takeIn(manager, batch, channel, watch);
      throw new DryRun(taken, await watch.changes(manager));
    });
    const undone = await done.catch((error: unknown) => {
      if (error instanceof DryRun) return error;
      throw error;
    });
    this.rehearsed = joinChanges(this.rehearsed, undone.changes);
    const rejections = undone.result.rejections.map((entry) => ({ ...entry, quarantineId: null }));
    const result = { ...undone.result, rejections };
    await this.manager.transaction((own) =>
      noteBatch(own, this.order.id, this.meter.bytes, batch.length, result),
    );
    return result;
  }

  private async takeIn(
    manager: EntityManager,
    batch: readonly PreparedRow[],
    channel: string,
    watch: FactorWatch,
  ): Promise<BatchResult> {
    const { key } = this.order;
    const result = await takeBatch(this.ingestion, manager, batch, { key, channel }, watch);
    if (channel.startsWith('import:codecarbon'))
      await supersedeClientRuns(manager, result.newRuns, key, watch);
    return result;
  }
}
