import { Module } from '@nestjs/common';
import { ReferencesController } from './references.controller.js';
import { ReferencesResolver } from './references.resolver.js';
import { ReferencesService } from './references.service.js';

@Module({
  controllers: [ReferencesController],
  providers: [ReferencesService, ReferencesResolver],
  exports: [ReferencesService],
})
export class ReferencesModule {}
