import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { DataVersionListener, readDataVersion } from './data-version.js';

type Load<T> = (manager: EntityManager) => Promise<T>;

interface Part {
  readonly name: string;
  readonly load: Load<unknown>;
}

/**
 * What reads and estimates are answered from: immutable parts in memory, all of one data version.
 * A module registers how its part is loaded and keeps the getter; when the data version changes,
 * all parts are read in one repeatable-read transaction and swapped together.
 */
@Injectable()
export class SnapshotStore implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Snapshot');
  private readonly parts: Part[] = [];
  private current: { version: string; values: ReadonlyMap<string, unknown> } | null = null;
  private listener: DataVersionListener | null = null;
  private reloading: Promise<void> | null = null;

  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  register<T>(name: string, load: Load<T>): () => T {
    this.parts.push({ name, load });
    return () => this.value<T>(name);
  }

  get ready(): boolean {
    return this.current !== null;
  }

  /** The version that the answers belong to; REST sends it as ETag. */
  get version(): string {
    if (!this.current) throw new Error('no snapshot is loaded yet');
    return this.current.version;
  }

  async onApplicationBootstrap(): Promise<void> {
    this.listener = new DataVersionListener(this.dataSource, () => this.refresh());
    await this.listener.start();
    await this.refresh();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.listener?.stop();
  }

  /** Brings the snapshot to the newest data version; calls that arrive meanwhile share one reload. */
  async refresh(): Promise<void> {
    while (this.reloading) await this.reloading;
    this.reloading = this.reload().finally(() => (this.reloading = null));
    await this.reloading;
  }

  private async reload(): Promise<void> {
    const started = performance.now();
    await this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const version = await readDataVersion(manager);
      if (version === this.current?.version) return;
      const values = new Map<string, unknown>();
      for (const part of this.parts) values.set(part.name, await part.load(manager));
      this.current = { version, values };
    });
    this.logger.debug(`data version ${this.version} after ${Math.round(performance.now() - started)} ms`);
  }

  private value<T>(name: string): T {
    if (!this.current) throw new Error(`the snapshot of ${name} is not loaded yet`);
    return this.current.values.get(name) as T;
  }
}
