import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/index.js';
import { GridModule } from '../grid/index.js';
import { RunsModule } from '../runs/index.js';
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
  controllers: [FactorsController, TaskEvidenceController],
  providers: [
    FactorsService,
    FactorQuality,
    FactorRunsLoader,
    TaskEvidence,
    FactorsResolver,
    TaskFactorsResolver,
    ModelFactorsResolver,
    TaskEvidenceResolver,
  ],
  exports: [FactorsService, FactorQuality],
})
export class FactorsModule {}
