import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../../core/errors/index.js';
import { LATEST, parseSetName } from '../../../core/factor-set/index.js';
import { METHOD_VERSION } from '../../../core/method.js';
import { unknownName } from '../../../common/errors/index.js';
import { paginate } from '../../../common/pagination/index.js';
import type { Page, PageQuery } from '../../../common/pagination/index.js';
import type { SnapshotView } from '../../../database/snapshot/snapshot-part.js';
import { SnapshotStore } from '../../../database/snapshot/snapshot-store.js';
import type { FactorSetDto } from './factor-set.dto.js';
import type { FactorSetEntity } from './factor-set.entity.js';
import { FactorSetsStore } from './factor-sets.store.js';
import { toFactorSetDto } from './to-factor-set-dto.js';

/** Which factors an answer is from; every answer carries it. */
export interface SetStamp {
  readonly factorSet: string;
  /** Null for `latest`, which is no set. */
  readonly factorSetHash: string | null;
  /** Of the runs that the factors were derived from. */
  readonly dataVersion: string;
  readonly method: string;
}

interface Resolved {
  readonly stamp: SetStamp;
  readonly view: SnapshotView;
  /** The year that answers are given for: the present one, or that of publication, so that a pinned answer stays. */
  readonly useYear: number;
}

/** Published factor sets, and the names by which queries and estimates pin one. */
@Injectable()
export class FactorSetsService {
  constructor(
    @Inject(FactorSetsStore) private readonly store: FactorSetsStore,
    @Inject(SnapshotStore) private readonly snapshots: SnapshotStore,
  ) {}

  async list(query: PageQuery): Promise<Page<FactorSetDto>> {
    const all = await this.store.all();
    const page = paginate(all, (set) => set.version, query);
    return { ...page, items: page.items.map((set) => toFactorSetDto(set, all)) };
  }

  async one(name: string): Promise<FactorSetDto> {
    if (name === LATEST) throw new DomainError('NOT_FOUND', `"${LATEST}" is live and was never published`);
    return toFactorSetDto(await this.find(name, 'version', 404), await this.store.all());
  }

  /** Gives one synchronous answer from the named set alone; without a name, from the live factors. */
  async answer<T>(
    name: string | undefined,
    field: string,
    work: (stamp: SetStamp, useYear: number) => T,
  ): Promise<T> {
    const { stamp, view, useYear } = await this.resolve(name, field);
    if (stamp.method !== METHOD_VERSION) throw otherMethod(stamp, field);
    return this.snapshots.answerFrom(view, () => work(stamp, useYear));
  }

  /** The same for what is only read and not computed with, so that the method's version does not matter. */
  async read<T>(name: string, field: string, work: (stamp: SetStamp) => T, onPath?: 404): Promise<T> {
    const { stamp, view } = await this.resolve(name, field, onPath);
    return this.snapshots.answerFrom(view, () => work(stamp));
  }

  private async resolve(name: string = LATEST, field: string, onPath?: 404): Promise<Resolved> {
    if (name === LATEST) return this.live();
    const { version, hash, dataVersion, methodVersion, publishedAt } = await this.find(name, field, onPath);
    const { view, readable } = await this.store.open(hash);
    if (!readable) throw otherFormat(version, field);
    const stamp = { factorSet: version, factorSetHash: hash, dataVersion, method: methodVersion };
    return { stamp, view, useYear: publishedAt.getUTCFullYear() };
  }

  private live(): Resolved {
    const { live, version } = this.snapshots;
    const stamp = { factorSet: LATEST, factorSetHash: null, dataVersion: version, method: METHOD_VERSION };
    return { stamp, view: live, useYear: new Date().getUTCFullYear() };
  }

  private async find(name: string, field: string, status?: 404): Promise<FactorSetEntity> {
    const parsed = parseSetName(name, field);
    const found =
      parsed.kind === 'hash' ? await this.store.byHash(parsed.value) : await this.store.byLabel(name);
    if (found) return found;
    const known = (await this.store.all()).map(({ version }) => version).concat(LATEST);
    throw unknownName({ code: 'UNKNOWN_FACTOR_SET', field, value: name, known, ...(status && { status }) });
  }
}

const otherMethod = ({ factorSet, method }: SetStamp, field: string): DomainError =>
  DomainError.field(
    'CONFLICT',
    field,
    `factor set "${factorSet}" was published with method ${method} and this service computes with ` +
      `${METHOD_VERSION}, which could give other numbers: use a service of method ${method}, or a newer set`,
  );

const otherFormat = (version: string, field: string): DomainError =>
  DomainError.field(
    'CONFLICT',
    field,
    `factor set "${version}" was published by another version of the service and cannot be read by this one`,
  );
