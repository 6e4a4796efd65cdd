import { ApiKeyEntity } from '../modules/auth/api-key.entity.js';
import { AuditEntryEntity } from '../modules/auth/audit/audit-entry.entity.js';
import { AiModelEntity } from '../modules/catalogue/ai-model/ai-model.entity.js';
import { DatasetEntity } from '../modules/catalogue/dataset/dataset.entity.js';
import { HardwareEntity } from '../modules/catalogue/hardware/hardware.entity.js';
import { SourceLoadEntity } from '../modules/catalogue/source/source-load.entity.js';
import { SourceEntity } from '../modules/catalogue/source/source.entity.js';
import { TaskEntity } from '../modules/catalogue/task/task.entity.js';
import { EstimateEntity } from '../modules/estimate/estimate.entity.js';
import { BoundaryScaleEntity, PublishedFactorEntity } from '../modules/factors/factor-constants.entity.js';
import { CloudRegionEntity } from '../modules/grid/cloud-region/cloud-region.entity.js';
import { GridIntensityEntity, GridZoneEntity } from '../modules/grid/grid.entity.js';
import { ProviderEntity } from '../modules/grid/provider/provider.entity.js';
import { ReferenceEntity } from '../modules/references/reference.entity.js';
import { FactorSetContentEntity, FactorSetEntity } from '../modules/factors/factor-set/factor-set.entity.js';
import { IdempotentAnswerEntity } from '../modules/ingestion/idempotent-answer.entity.js';
import { QuarantineEntity } from '../modules/ingestion/quarantine/quarantine.entity.js';
import { CellEntity, CellStatisticEntity } from '../modules/runs/cell.entity.js';
import { RunEntity, RunPhaseEntity } from '../modules/runs/run.entity.js';

export const entities = [
  ApiKeyEntity,
  AuditEntryEntity,
  QuarantineEntity,
  IdempotentAnswerEntity,
  SourceEntity,
  TaskEntity,
  AiModelEntity,
  DatasetEntity,
  HardwareEntity,
  CellEntity,
  CellStatisticEntity,
  RunEntity,
  RunPhaseEntity,
  GridZoneEntity,
  GridIntensityEntity,
  CloudRegionEntity,
  ProviderEntity,
  EstimateEntity,
  SourceLoadEntity,
  PublishedFactorEntity,
  BoundaryScaleEntity,
  ReferenceEntity,
  FactorSetContentEntity,
  FactorSetEntity,
];
