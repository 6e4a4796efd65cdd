import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/index.js';
import { RunsModule } from '../runs/index.js';
import { BindingsService } from './codecarbon/bindings.service.js';
import { ClientRunsService } from './codecarbon/client-runs.service.js';
import { ClosingService } from './codecarbon/closing.service.js';
import { CodecarbonController } from './codecarbon/codecarbon.controller.js';
import { CodecarbonResolver } from './codecarbon/codecarbon.resolver.js';
import { ReceiverService } from './codecarbon/receiver.service.js';
import { SweeperService } from './codecarbon/sweeper.service.js';
import { ExperimentsController } from './experiments/experiments.controller.js';
import { ExperimentsResolver } from './experiments/experiments.resolver.js';
import { ExperimentsService } from './experiments/experiments.service.js';
import { ImportsController } from './imports/imports.controller.js';
import { ImportsResolver } from './imports/imports.resolver.js';
import { ImportsService } from './imports/imports.service.js';
import { RunningImports } from './imports/running-imports.js';
import { SpooledImports } from './imports/spooled-imports.js';
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
  controllers: [
    RunsWriteController,
    ReviewController,
    QuarantineController,
    ImportsController,
    ExperimentsController,
    CodecarbonController,
  ],
  providers: [
    IngestionService,
    SubmissionsService,
    RunsWriteResolver,
    ReviewService,
    ReviewResolver,
    QuarantineService,
    QuarantineResolver,
    ImportsService,
    ImportsResolver,
    RunningImports,
    SpooledImports,
    ExperimentsService,
    ExperimentsResolver,
    BindingsService,
    ReceiverService,
    ClosingService,
    SweeperService,
    ClientRunsService,
    CodecarbonResolver,
  ],
  exports: [IngestionService],
})
export class IngestionModule {}
