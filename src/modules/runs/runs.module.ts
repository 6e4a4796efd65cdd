import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/index.js';
import { RunsController } from './runs.controller.js';
import { RunsResolver } from './runs.resolver.js';
import { RunsService } from './runs.service.js';

@Module({
  imports: [CatalogueModule],
  controllers: [RunsController],
  providers: [RunsService, RunsResolver],
  exports: [RunsService],
})
export class RunsModule {}
