import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { readConfig } from '../../../common/config/config.js';
import { SnapshotStore } from '../../../database/snapshot/snapshot-store.js';
import { IngestionService } from '../ingestion.service.js';
import { ClosingService } from './closing.service.js';
import { CodecarbonRunEntity } from './codecarbon-run.entity.js';

/** How often silent runs are looked for, at most. */
const LOOK_MS = 15_000;

/** Nothing marks the end of a client's run: one that is silent is closed, and so is one whose experiment is bound. */
const DUE = `
  SELECT r.id FROM codecarbon_run r
  WHERE r.id <> ALL($2) AND (r.state = 'open' AND r.last_seen_at < now() - make_interval(secs => $1)
     OR r.state = 'unbound' AND EXISTS (SELECT FROM experiment e WHERE e.id = r.experiment_id))
  ORDER BY r.last_seen_at LIMIT 1`;

/** Closes what is due; replicas that look at the same time share the work (`SKIP LOCKED`). */
@Injectable()
export class SweeperService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('CodeCarbon');
  private readonly silenceS = readConfig().CODECARBON_SILENCE_S;
  private timer: NodeJS.Timeout | null = null;
  private sweeping: Promise<void> | null = null;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(IngestionService) private readonly ingestion: IngestionService,
    @Inject(ClosingService) private readonly closing: ClosingService,
    @Inject(SnapshotStore) private readonly snapshots: SnapshotStore,
  ) {}

  onApplicationBootstrap(): void {
    const every = Math.min(LOOK_MS, (this.silenceS * 1_000) / 2);
    this.timer = setInterval(() => void this.lookAgain(), every).unref();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.sweeping?.catch(() => undefined);
  }

  /** Closes every run that is due. */
  async sweep(): Promise<void> {
    const failed: string[] = [];
    let closed = 0;
    while (await this.closeNext(failed)) closed += 1;
    if (closed > 0) await this.snapshots.refresh();
  }

  private async lookAgain(): Promise<void> {
    if (this.sweeping) return;
    this.sweeping = this.sweep().catch((error: unknown) => {
      this.logger.warn(`could not look for silent runs: ${String(error)}`);
    });
    await this.sweeping;
    this.sweeping = null;
  }

  /** One run a transaction, so that one that fails holds up no other. */
  private async closeNext(failed: string[]): Promise<boolean> {
    const due = await this.next(this.dataSource.manager, failed);
    if (due === null) return false;
    const tried = { id: due };
    try {
      return await this.ingestion.locked(async (manager) => {
        const id = await this.next(manager, failed, 'FOR UPDATE OF r SKIP LOCKED');
        if (id === null) return false;
        tried.id = id;
        await this.closing.close(manager, await manager.findOneByOrFail(CodecarbonRunEntity, { id }));
        return true;
      });
    } catch (error) {
      this.logger.error(`run ${tried.id} could not be closed: ${String(error)}`);
      failed.push(tried.id);
      return true;
    }
  }

  private async next(manager: EntityManager, failed: readonly string[], lock = ''): Promise<string | null> {
    const [row] = await manager.query<{ id: string }[]>(`${DUE} ${lock}`, [this.silenceS, failed]);
    return row?.id ?? null;
  }
}
