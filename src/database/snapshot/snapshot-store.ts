import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { DomainError } from '../../core/errors/index.js';
import { DataVersionListener, readDataVersion } from './data-version.js';
import { SnapshotView } from './snapshot-part.js';
import type { SnapshotPart, SnapshotRows } from './snapshot-part.js';

/** However long a reload takes, a notice waits no longer than this for its own. */
const LONGEST_REST_MS = 3_000;

/**
 * What reads and estimates are answered from: immutable parts in memory, all of one data version.
 * A module registers its part and keeps the getter; when the data version changes, all parts are read in one
 * repeatable-read transaction and swapped together. Getters read the live view, unless the answer is given
 * from another one (`answerFrom`).
 */
@Injectable()
export class SnapshotStore implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Snapshot');
  private readonly parts = new Map<string, SnapshotPart<unknown, unknown>>();
  private current: { version: string; view: SnapshotView } | null = null;
  private answering: SnapshotView | null = null;
  private listener: DataVersionListener | null = null;
  private reloading: Promise<void> | null = null;
  private next: Promise<void> | null = null;
  private waiting: Promise<void> | null = null;
  /** Until when notices are collected, on the clock of `performance.now()`. */
  private restUntil = 0;

  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  register<Rows, Built>(part: SnapshotPart<Rows, Built>): () => Built {
    this.parts.set(part.name, part as SnapshotPart<unknown, unknown>);
    return () => this.value(part.name) as Built;
  }

  get ready(): boolean {
    return this.current !== null;
  }

  /** The version of the live view; REST sends it as ETag. */
  get version(): string {
    return this.loaded.version;
  }

  get live(): SnapshotView {
    return this.loaded.view;
  }

  /** The rows of every part, as the manager's transaction sees them. */
  async readRows(manager: EntityManager): Promise<SnapshotRows> {
    const rows: Record<string, unknown> = {};
    for (const part of this.parts.values()) rows[part.name] = await part.read(manager);
    return rows;
  }

  /** The view of rows that were read earlier; a part that they lack is missing from it. */
  build(rows: SnapshotRows): SnapshotView {
    const known = [...this.parts.values()].filter(({ name }) => name in rows);
    return new SnapshotView(new Map(known.map((part) => [part.name, part.build(rows[part.name])])));
  }

  /**
   * Gives one answer from a view: every getter that the work calls reads that view and no other, however deep.
   * The work must be synchronous; one that awaits would come back to a view that is no longer its own.
   */
  answerFrom<T>(view: SnapshotView, work: () => T): T {
    const before = this.answering;
    this.answering = view;
    try {
      const answer = work();
      if (answer instanceof Promise) throw new Error('an answer from a view must be synchronous');
      return answer;
    } finally {
      this.answering = before;
    }
  }

  async onApplicationBootstrap(): Promise<void> {
    this.listener = new DataVersionListener(this.dataSource, () => this.refreshSoon());
    await this.listener.start();
    await this.refresh();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.listener?.stop();
  }

  /**
   * Brings the snapshot to the newest data version. Calls that arrive during a reload share the next one, since the
   * one that runs may have read before what they know of.
   */
  refresh(): Promise<void> {
    this.next ??= this.settled().then(() => {
      this.next = null;
      this.reloading = this.reload().finally(() => (this.reloading = null));
      return this.reloading;
    });
    return this.next;
  }

  private async settled(): Promise<void> {
    await this.reloading?.catch(() => undefined);
  }

  /**
   * The same for a notice. The first is followed at once; those that come close behind are met together after a pause
   * nine times as long as the last reload took, so that many small changes cost little.
   */
  private refreshSoon(): Promise<void> {
    const pauseMs = this.restUntil - performance.now();
    this.waiting ??= sleep(Math.max(0, pauseMs), undefined, { ref: false }).then(() => {
      this.waiting = null;
      return this.refresh();
    });
    return this.waiting;
  }

  private async reload(): Promise<void> {
    const started = performance.now();
    await this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const version = await readDataVersion(manager);
      if (version === this.current?.version) return;
      this.current = { version, view: this.build(await this.readRows(manager)) };
      const ended = performance.now();
      this.restUntil = ended + Math.min(9 * (ended - started), LONGEST_REST_MS);
    });
    this.logger.debug(`data version ${this.version} after ${Math.round(performance.now() - started)} ms`);
  }

  private get loaded(): { version: string; view: SnapshotView } {
    if (!this.current) throw new Error('no snapshot is loaded yet');
    return this.current;
  }

  private value(name: string): unknown {
    const value = (this.answering ?? this.live).part(name);
    if (value !== undefined) return value;
    throw new DomainError(
      'CONFLICT',
      `the factor set was published before the service knew ${name}; publish a new one, or use "latest"`,
    );
  }
}
