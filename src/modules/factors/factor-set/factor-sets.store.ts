import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { SnapshotStore } from '../../../database/snapshot/snapshot-store.js';
import type { SnapshotView } from '../../../database/snapshot/snapshot-part.js';
import { CONTENT_FORMAT, unpack } from './factor-set-content.js';
import { FactorSetContentEntity, FactorSetEntity } from './factor-set.entity.js';

/** Sets held in memory at a time; one of 10,000 factors takes about 30 MB. */
const VIEWS_IN_MEMORY = 4;
const LABELS_IN_MEMORY = 1_000;

/** A set ready to answer from. */
export interface FrozenSet {
  readonly view: SnapshotView;
  /** Whether this service can still build its rows. */
  readonly readable: boolean;
}

/** Published sets in the database. They never change, so whatever was read once may be kept. */
@Injectable()
export class FactorSetsStore {
  private readonly sets = new LRUCache<string, FactorSetEntity>({ max: LABELS_IN_MEMORY });
  private readonly frozen = new LRUCache<string, FrozenSet>({
    max: VIEWS_IN_MEMORY,
    fetchMethod: (hash) => this.load(hash),
  });

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SnapshotStore) private readonly snapshots: SnapshotStore,
  ) {}

  /** Newest first. */
  all(manager: EntityManager = this.dataSource.manager): Promise<FactorSetEntity[]> {
    return manager.find(FactorSetEntity, {
      relations: { content: true },
      order: { publishedAt: 'DESC', version: 'ASC' },
    });
  }

  async byLabel(version: string): Promise<FactorSetEntity | null> {
    return this.remembered(version, { version });
  }

  /** The set that was the first with this content. */
  async byHash(hash: string): Promise<FactorSetEntity | null> {
    return this.remembered(hash, { hash });
  }

  async load(hash: string): Promise<FrozenSet> {
    const { body } = await this.dataSource.manager.findOneOrFail(FactorSetContentEntity, {
      where: { hash },
      select: { hash: true, body: true },
    });
    const content = await unpack({ hash, body });
    const readable = content.format === CONTENT_FORMAT;
    return { readable, view: this.snapshots.build(readable ? content.parts : {}) };
  }

  async open(hash: string): Promise<FrozenSet> {
    return this.frozen.forceFetch(hash);
  }

  private async remembered(
    key: string,
    where: { version: string } | { hash: string },
  ): Promise<FactorSetEntity | null> {
    const known = this.sets.get(key);
    if (known) return known;
    const found = await this.dataSource.manager.findOne(FactorSetEntity, {
      where,
      relations: { content: true },
      order: { publishedAt: 'ASC', version: 'ASC' },
    });
    if (found) this.sets.set(key, found);
    return found;
  }
}
