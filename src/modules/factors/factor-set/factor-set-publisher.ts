import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { DomainError } from '../../../core/errors/index.js';
import { requireLabel } from '../../../core/factor-set/index.js';
import { METHOD_VERSION } from '../../../core/method.js';
import { readDataVersion } from '../../../database/snapshot/data-version.js';
import type { SnapshotRows } from '../../../database/snapshot/snapshot-part.js';
import { SnapshotStore } from '../../../database/snapshot/snapshot-store.js';
import { CatalogueService } from '../../catalogue/index.js';
import { recordAudit } from '../../auth/index.js';
import type { Actor } from '../../auth/index.js';
import { GridService } from '../../grid/index.js';
import { FactorsService } from '../factors.service.js';
import { CONTENT_FORMAT, pack } from './factor-set-content.js';
import type { FactorSetCountsDto, FactorSetDto } from './factor-set.dto.js';
import { FactorSetContentEntity, FactorSetEntity } from './factor-set.entity.js';
import type { FactorSetInput } from './factor-set.input.js';
import { FactorSetsService } from './factor-sets.service.js';

/** Freezes what the database holds at one moment under a label, all or nothing. */
@Injectable()
export class FactorSetPublisher {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SnapshotStore) private readonly snapshots: SnapshotStore,
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
    @Inject(GridService) private readonly grid: GridService,
    @Inject(FactorsService) private readonly factors: FactorsService,
    @Inject(FactorSetsService) private readonly sets: FactorSetsService,
  ) {}

  async publish(input: FactorSetInput, actor: Actor): Promise<FactorSetDto> {
    const version = requireLabel(input.version, 'version');
    await this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      // before the first read, which is when the transaction takes its snapshot: publishers go one by one
      await manager.query('LOCK TABLE factor_set IN SHARE ROW EXCLUSIVE MODE');
      await requireFree(manager, version);
      const hash = await this.freeze(manager, version, input.notes ?? null);
      await recordAudit(manager, actor, {
        action: 'factor-set.publish',
        subject: version,
        details: { hash },
      });
    });
    return this.sets.one(version);
  }

  private async freeze(manager: EntityManager, version: string, notes: string | null): Promise<string> {
    const dataVersion = await readDataVersion(manager);
    const parts = await this.snapshots.readRows(manager);
    const { hash, body } = await pack({ format: CONTENT_FORMAT, method: METHOD_VERSION, parts });
    await manager
      .createQueryBuilder()
      .insert()
      .into(FactorSetContentEntity)
      .values({ hash, body, ...this.count(parts) })
      .orIgnore()
      .execute();
    await manager.insert(FactorSetEntity, {
      version,
      hash,
      methodVersion: METHOD_VERSION,
      dataVersion,
      notes,
    });
    return hash;
  }

  private count(parts: SnapshotRows): FactorSetCountsDto {
    return this.snapshots.answerFrom(this.snapshots.build(parts), () => {
      const { models, datasets, sources } = this.catalogue.directories;
      const { zones, intensities, cloudRegions } = this.grid.snapshot;
      return {
        factors: this.factors.directories.all.length,
        runs: sources.all.reduce((sum, source) => sum + source.runs, 0),
        models: models.all.length,
        datasets: datasets.all.length,
        sources: sources.all.length,
        gridZones: zones.length,
        gridIntensities: intensities.all.length,
        cloudRegions: cloudRegions.all.length,
      };
    });
  }
}

async function requireFree(manager: EntityManager, version: string): Promise<void> {
  const taken = await manager.findOneBy(FactorSetEntity, { version });
  if (!taken) return;
  throw DomainError.field(
    'CONFLICT',
    'version',
    `version "${version}" is taken by ${taken.hash}, published ${taken.publishedAt.toISOString()}; ` +
      'what is published never changes, so choose another label',
  );
}
