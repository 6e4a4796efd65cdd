import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/index.js';
import { FactorsModule } from '../factors/index.js';
import { IngestionModule } from '../ingestion/index.js';
import { BenchmarksController } from './jobs/benchmarks.controller.js';
import { BenchmarksResolver } from './jobs/benchmarks.resolver.js';
import { BenchmarksService } from './jobs/benchmarks.service.js';
import { JobEnds } from './jobs/job-ends.js';
import { WatchService } from './jobs/watch.service.js';
import { BenchmarkWorker } from './worker/benchmark-worker.js';
import { Leases } from './worker/leases.js';
import { Sweeper } from './worker/sweeper.js';

@Module({
  imports: [CatalogueModule, FactorsModule, IngestionModule],
  controllers: [BenchmarksController],
  providers: [BenchmarksService, BenchmarksResolver, WatchService, JobEnds, BenchmarkWorker, Leases, Sweeper],
  exports: [BenchmarkWorker],
})
export class BenchmarkModule {}
