import { Inject, Injectable } from '@nestjs/common';
import { byText } from '../../../core/collections.js';
import type { ErrorCode } from '../../../core/errors/index.js';
import type { Page, PageQuery } from '../../../common/pagination/index.js';
import { Directory } from '../../../common/text/directory.js';
import type { SnapshotPart } from '../../../database/snapshot/snapshot-part.js';
import { SnapshotStore } from '../../../database/snapshot/snapshot-store.js';
import {
  EmbodiedItemEntity,
  EquivalenceEntity,
  ProductionAlternativeEntity,
  ProductionScenarioEntity,
  TrainingEnergyEntity,
} from './tables.entity.js';

/** As they are loaded, and as a factor set keeps them. */
interface TableRows {
  readonly embodiedItems: readonly EmbodiedItemEntity[];
  readonly equivalences: readonly EquivalenceEntity[];
  readonly productionScenarios: readonly ProductionScenarioEntity[];
  readonly productionAlternatives: readonly ProductionAlternativeEntity[];
  readonly trainingEnergies: readonly TrainingEnergyEntity[];
}

interface Tables {
  readonly embodiedItems: Directory<EmbodiedItemEntity>;
  readonly equivalences: Directory<EquivalenceEntity>;
  readonly productionScenarios: Directory<ProductionScenarioEntity>;
  readonly productionAlternatives: readonly ProductionAlternativeEntity[];
  /** The most energy first. */
  readonly trainingEnergies: readonly TrainingEnergyEntity[];
}

const directoryOf = <T extends { readonly id: string }>(
  rows: readonly T[],
  searched: (keyof T & string)[],
  unknown: ErrorCode,
): Directory<T> => new Directory(rows, { keyOf: ({ id }) => id, searched, unknown });

const TABLES_PART: SnapshotPart<TableRows, Tables> = {
  name: 'estimate-tables',
  read: async (manager) => ({
    embodiedItems: (await manager.find(EmbodiedItemEntity)).sort(byText(({ id }) => id)),
    equivalences: (await manager.find(EquivalenceEntity)).sort(byText(({ id }) => id)),
    productionScenarios: (await manager.find(ProductionScenarioEntity)).sort(byText(({ id }) => id)),
    productionAlternatives: (await manager.find(ProductionAlternativeEntity)).sort(
      byText(({ task, alternativeTask }) => `${task} ${alternativeTask}`),
    ),
    trainingEnergies: (await manager.find(TrainingEnergyEntity)).sort(
      (a, b) => b.trainingKwh - a.trainingKwh || (a.modelId < b.modelId ? -1 : 1),
    ),
  }),
  build: (rows) => ({
    ...rows,
    embodiedItems: directoryOf(rows.embodiedItems, ['id', 'item'], 'UNKNOWN_EMBODIED_ITEM'),
    equivalences: directoryOf(rows.equivalences, ['id', 'name'], 'NOT_FOUND'),
    productionScenarios: directoryOf(rows.productionScenarios, ['id', 'name'], 'UNKNOWN_PRODUCTION_SCENARIO'),
  }),
};

/** What estimates use beside factors and grids: hardware, everyday things, production scenarios, training. */
@Injectable()
export class TablesService {
  private readonly snapshot: () => Tables;

  constructor(@Inject(SnapshotStore) snapshots: SnapshotStore) {
    this.snapshot = snapshots.register(TABLES_PART);
  }

  get all(): Tables {
    return this.snapshot();
  }

  embodiedItems(query: PageQuery): Page<EmbodiedItemEntity> {
    return this.all.embodiedItems.page(query, () => true);
  }

  equivalences(query: PageQuery): Page<EquivalenceEntity> {
    return this.all.equivalences.page(query, () => true);
  }

  productionScenarios(query: PageQuery): Page<ProductionScenarioEntity> {
    return this.all.productionScenarios.page(query, () => true);
  }
}
