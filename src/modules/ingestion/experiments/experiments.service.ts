import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { DomainError } from '../../../core/errors/index.js';
import type { Page, PageQuery } from '../../../common/pagination/index.js';
import { pageBySequence } from '../../../database/page-by-sequence.js';
import { recordAudit } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { CatalogueService } from '../../catalogue/index.js';
import { runDefaults } from '../run-defaults.js';
import type { RunDefaults } from '../run-defaults.js';
import type { ExperimentDto } from './experiment.dto.js';
import { ExperimentEntity } from './experiment.entity.js';
import type { ExperimentInput } from './experiment.input.js';

/** Binds the experiments of CodeCarbon clients to what is measured in them. */
@Injectable()
export class ExperimentsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
  ) {}

  /** Binding an experiment again replaces the binding for runs that are not closed yet. */
  async bind({ id = randomUUID(), name, ...defaults }: ExperimentInput, key: ApiKey): Promise<ExperimentDto> {
    if (defaults.task !== undefined) this.catalogue.taskSlug(defaults.task, 'task');
    const entry = {
      id,
      name: name ?? null,
      defaults: runDefaults(defaults),
      keyId: key.id,
      keyName: key.name,
    };
    await this.dataSource.transaction(async (manager) => {
      const known = await manager.findOne(ExperimentEntity, {
        where: { id },
        lock: { mode: 'pessimistic_write' },
      });
      if (known && known.keyId !== key.id) {
        throw new DomainError(
          'CONFLICT',
          `The experiment ${id} was bound with another key; use another UUID`,
        );
      }
      await manager.upsert(ExperimentEntity, entry, ['id']);
      await recordAudit(manager, key, { action: 'experiment.bind', subject: id, details: entry.defaults });
    });
    return this.one(id);
  }

  /** In the order of their first binding. */
  async list(query: PageQuery): Promise<Page<ExperimentDto>> {
    const page = await pageBySequence(this.dataSource.getRepository(ExperimentEntity), {}, query);
    return { ...page, items: page.items.map(toExperimentDto) };
  }

  async one(id: string): Promise<ExperimentDto> {
    const entry = await this.find(id);
    if (entry) return toExperimentDto(entry);
    throw new DomainError(
      'NOT_FOUND',
      `There is no experiment ${id.slice(0, 80)}; POST /v1/experiments binds one`,
    );
  }

  /** What a binding says of each run. */
  async defaultsOf(id: string): Promise<RunDefaults> {
    const defaults = await this.bindingOf(id);
    if (defaults) return defaults;
    const message = `The experiment ${id} is not bound; POST /v1/experiments binds it`;
    throw DomainError.field('UNKNOWN_EXPERIMENT', 'experiment', message);
  }

  /** The same, null where there is no binding. */
  async bindingOf(id: string | null): Promise<RunDefaults | null> {
    const entry = id === null ? null : await this.find(id);
    return entry && (entry.defaults as RunDefaults);
  }

  private async find(id: string): Promise<ExperimentEntity | null> {
    return isUUID(id) ? this.dataSource.manager.findOneBy(ExperimentEntity, { id }) : null;
  }
}

function toExperimentDto({ id, name, createdAt, defaults }: ExperimentEntity): ExperimentDto {
  const { sourceId, ...rest } = defaults as RunDefaults;
  const binding = { ...(sourceId !== undefined && { source: sourceId }), ...rest };
  return { id, name, createdAt: createdAt.toISOString(), binding };
}
