import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/index.js';
import { GridModule } from '../grid/index.js';
import { RunsModule } from '../runs/index.js';
import { FactorSetDiffService } from './factor-set/factor-set-diff.service.js';
import { FactorSetExportService } from './factor-set/factor-set-export.service.js';
import { FactorSetPublisher } from './factor-set/factor-set-publisher.js';
import { FactorSetsController } from './factor-set/factor-sets.controller.js';
import { FactorSetsResolver } from './factor-set/factor-sets.resolver.js';
import { FactorSetsService } from './factor-set/factor-sets.service.js';
import { FactorSetsStore } from './factor-set/factor-sets.store.js';
import { FactorRunsLoader } from './factor-runs.loader.js';
import { FactorQuality } from './factor-quality.js';
import { FactorsController } from './factors.controller.js';
import { FactorsResolver, ModelFactorsResolver, TaskFactorsResolver } from './factors.resolver.js';
import { FactorsService } from './factors.service.js';
import { TaskEvidenceController } from './task-evidence.controller.js';
import { TaskEvidenceResolver } from './task-evidence.resolver.js';
import { TaskEvidence } from './task-evidence.service.js';

@Module({
  imports: [CatalogueModule, GridModule, RunsModule],
  controllers: [FactorsController, TaskEvidenceController, FactorSetsController],
  providers: [
    FactorsService,
    FactorQuality,
    FactorRunsLoader,
    TaskEvidence,
    FactorsResolver,
    TaskFactorsResolver,
    ModelFactorsResolver,
    TaskEvidenceResolver,
    FactorSetsService,
    FactorSetsStore,
    FactorSetPublisher,
    FactorSetDiffService,
    FactorSetExportService,
    FactorSetsResolver,
  ],
  exports: [FactorsService, FactorQuality, FactorSetsService],
})
export class FactorsModule {}
