import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { subscriptionTo } from '../../../common/graphql/subscriptions.js';
import { CurrentKey, RequireScope } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { BenchmarkWorkerDto } from './benchmark-worker.dto.js';
import { BenchmarkDto, BenchmarkPage } from './benchmark.dto.js';
import { BenchmarkInput, BenchmarkQuery } from './benchmark.input.js';
import { BenchmarksService } from './benchmarks.service.js';
import { WatchService } from './watch.service.js';

@Resolver(() => BenchmarkDto)
export class BenchmarksResolver {
  constructor(
    @Inject(BenchmarksService) private readonly service: BenchmarksService,
    @Inject(WatchService) private readonly watching: WatchService,
  ) {}

  @Query(() => BenchmarkPage, { description: 'Benchmarks in the order of their arrival.' })
  benchmarks(@Args() query: BenchmarkQuery): Promise<BenchmarkPage> {
    return this.service.list(query);
  }

  @Query(() => BenchmarkDto, { description: 'One benchmark with its repetitions and result.' })
  benchmark(@Args('id') id: string): Promise<BenchmarkDto> {
    return this.service.one(id);
  }

  @Query(() => [BenchmarkWorkerDto], { description: 'Processes that run benchmarks, and what each has.' })
  benchmarkWorkers(): Promise<BenchmarkWorkerDto[]> {
    return this.service.workers();
  }

  @RequireScope('benchmarks:run')
  @Mutation(() => BenchmarkDto, { description: 'Orders a benchmark. Needs the scope benchmarks:run.' })
  createBenchmark(@Args('input') input: BenchmarkInput, @CurrentKey() key: ApiKey): Promise<BenchmarkDto> {
    return this.service.create(input, key);
  }

  @RequireScope('benchmarks:run')
  @Mutation(() => BenchmarkDto, {
    description: 'Stops a benchmark; what was measured stays. Needs the scope benchmarks:run.',
  })
  cancelBenchmark(@Args('id') id: string, @CurrentKey() key: ApiKey): Promise<BenchmarkDto> {
    return this.service.cancel(id, key);
  }

  @Subscription(() => BenchmarkDto, {
    name: 'benchmark',
    description: 'A benchmark now and after every change, to its end.',
    resolve: (job: BenchmarkDto) => job,
  })
  async watch(@Args('id') id: string): Promise<AsyncIterator<BenchmarkDto>> {
    return subscriptionTo(await this.watching.watch(id));
  }
}
