import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readConfig } from '../../../common/config/config.js';
import { DomainError } from '../../../core/errors/index.js';
import type { ImportDefaults } from '../importers/index.js';
import { keyNow } from '../key-now.js';
import { ImportEntity } from './import.entity.js';
import type { ImportOrder } from './import-job.js';
import { RunningImports } from './running-imports.js';
import { removeSpooled } from './spool.js';
import { HEARTBEAT_MS, SILENCE_MS } from './to-import-dto.js';

const SILENT = `heartbeat_at < now() - interval '${SILENCE_MS} milliseconds'`;

/** How often a file is taken over that gets no further: one that ends its service would end it at every start. */
const ATTEMPTS = 3;

/** Takes over a file that nobody is at any more; replicas that look at the same time take different ones. */
const CLAIM = `
  UPDATE import SET heartbeat_at = now(), attempts = attempts + 1 WHERE id = (
    SELECT id FROM import WHERE state = 'running' AND spooled AND ${SILENT}
    ORDER BY seq LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING id, attempts, rows`;

/** Files that were read to their end, or that never came to theirs. */
const CLEAN = `
  DELETE FROM import_body b USING import i
  WHERE i.id = b.import_id AND (i.state <> 'running' OR NOT i.spooled AND ${SILENT})`;

type Claimed = Pick<ImportEntity, 'id' | 'attempts' | 'rows'>;

/** Goes on with files that were answered with 202 when their service was killed or stopped. */
@Injectable()
export class SpooledImports implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Imports');
  private readonly limit = { bytes: readConfig().IMPORT_LIMIT_BYTES, setting: 'IMPORT_LIMIT_BYTES' };
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private stopping = false;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(RunningImports) private readonly running: RunningImports,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), HEARTBEAT_MS).unref();
    this.look();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    if (this.timer) clearInterval(this.timer);
    await this.running.stop();
    await this.looking;
  }

  private look(): void {
    this.looking ??= this.resumeAll()
      .catch((error: unknown) => this.logger.warn(`could not look for files to go on with: ${String(error)}`))
      .finally(() => (this.looking = null));
  }

  private async resumeAll(): Promise<void> {
    await this.dataSource.query(CLEAN);
    while (!this.stopping) {
      const [claimed] = await this.dataSource.query<[Claimed[], number]>(CLAIM);
      const [next] = claimed;
      if (next === undefined) return;
      if (next.attempts > ATTEMPTS) await this.giveUp(next);
      else await this.running.runSpooled(await this.orderOf(next.id));
    }
  }

  private async giveUp({ id, rows }: Claimed): Promise<void> {
    const stuck = `The service did not get past record ${rows} of the file in ${ATTEMPTS} attempts`;
    const wayOut = 'what came before stays; split the file there';
    await this.running.fail(id, 'failed', new DomainError('INTERNAL', `${stuck}: ${wayOut}`));
    await removeSpooled(this.dataSource.manager, id);
  }

  private async orderOf(id: string): Promise<ImportOrder> {
    const { manager } = this.dataSource;
    const entry = await manager.findOneByOrFail(ImportEntity, { id });
    const { format, fileName, dryRun, rows, accepted, duplicates, quarantined } = entry;
    return {
      ...{ id, key: await keyNow(manager, entry), format, fileName, dryRun, limit: this.limit },
      defaults: entry.defaults as ImportDefaults,
      done: { rows, taken: accepted + duplicates + quarantined },
    };
  }
}
