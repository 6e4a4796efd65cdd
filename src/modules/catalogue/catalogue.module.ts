import { Module } from '@nestjs/common';
import { AiModelsController } from './ai-model/ai-models.controller.js';
import { AiModelsResolver } from './ai-model/ai-models.resolver.js';
import { CatalogueService } from './catalogue.service.js';
import { DatasetsController } from './dataset/datasets.controller.js';
import { DatasetsResolver } from './dataset/datasets.resolver.js';
import { HardwareController } from './hardware/hardware.controller.js';
import { HardwareResolver } from './hardware/hardware.resolver.js';
import { SourcesController } from './source/sources.controller.js';
import { SourcesResolver } from './source/sources.resolver.js';
import { TaskEnergies } from './task/task-energies.js';
import { TasksController } from './task/tasks.controller.js';
import { TasksResolver } from './task/tasks.resolver.js';

@Module({
  controllers: [
    TasksController,
    AiModelsController,
    DatasetsController,
    HardwareController,
    SourcesController,
  ],
  providers: [
    CatalogueService,
    TaskEnergies,
    TasksResolver,
    AiModelsResolver,
    DatasetsResolver,
    HardwareResolver,
    SourcesResolver,
  ],
  exports: [CatalogueService, TaskEnergies],
})
export class CatalogueModule {}
