import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/index.js';
import { GridModule } from '../grid/index.js';
import { RunsModule } from '../runs/index.js';
import { FactorRunsLoader } from './factor-runs.loader.js';
import { FactorsController } from './factors.controller.js';
import { FactorsResolver, ModelFactorsResolver, TaskFactorsResolver } from './factors.resolver.js';
import { FactorsService } from './factors.service.js';

@Module({
  imports: [CatalogueModule, GridModule, RunsModule],
  controllers: [FactorsController],
  providers: [FactorsService, FactorRunsLoader, FactorsResolver, TaskFactorsResolver, ModelFactorsResolver],
  exports: [FactorsService],
})
export class FactorsModule {}
