import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/index.js';
import { RunsModule } from '../runs/index.js';
import { IngestionService } from './ingestion.service.js';
import { QuarantineController } from './quarantine/quarantine.controller.js';
import { QuarantineResolver } from './quarantine/quarantine.resolver.js';
import { QuarantineService } from './quarantine/quarantine.service.js';
import { ReviewController } from './review/review.controller.js';
import { ReviewResolver } from './review/review.resolver.js';
import { ReviewService } from './review/review.service.js';
import { RunsWriteController } from './runs-write.controller.js';
import { RunsWriteResolver } from './runs-write.resolver.js';
import { SubmissionsService } from './submissions.service.js';

@Module({
  imports: [CatalogueModule, RunsModule],
  controllers: [RunsWriteController, ReviewController, QuarantineController],
  providers: [
    IngestionService,
    SubmissionsService,
    RunsWriteResolver,
    ReviewService,
    ReviewResolver,
    QuarantineService,
    QuarantineResolver,
  ],
  exports: [IngestionService],
})
export class IngestionModule {}
