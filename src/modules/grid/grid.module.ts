import { Module } from '@nestjs/common';
import { CloudRegionsController } from './cloud-region/cloud-regions.controller.js';
import { CloudRegionsResolver } from './cloud-region/cloud-regions.resolver.js';
import { CloudRegionsService } from './cloud-region/cloud-regions.service.js';
import { GridController } from './grid.controller.js';
import { GridResolver } from './grid.resolver.js';
import { GridService } from './grid.service.js';
import { LiveModule } from './live/live.module.js';
import { ProvidersController } from './provider/providers.controller.js';
import { ProvidersResolver } from './provider/providers.resolver.js';
import { ProvidersService } from './provider/providers.service.js';

@Module({
  imports: [LiveModule],
  controllers: [GridController, CloudRegionsController, ProvidersController],
  providers: [
    GridService,
    GridResolver,
    CloudRegionsService,
    CloudRegionsResolver,
    ProvidersService,
    ProvidersResolver,
  ],
  exports: [GridService],
})
export class GridModule {}
