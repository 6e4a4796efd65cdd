import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Sse } from '@nestjs/common';
import type { MessageEvent } from '@nestjs/common';
import { ApiHeader, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { ProblemResponses } from '../../../common/http/index.js';
import { CurrentKey, RequireScope } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { BenchmarkWorkerDto } from './benchmark-worker.dto.js';
import { BenchmarkDto, BenchmarkPage } from './benchmark.dto.js';
import { BenchmarkInput, BenchmarkQuery } from './benchmark.input.js';
import { BenchmarksService } from './benchmarks.service.js';
import { toEvents } from './events.js';
import { WatchService } from './watch.service.js';

@ApiTags('Benchmarks')
@ProblemResponses(404, 422)
@Controller('v1')
export class BenchmarksController {
  constructor(
    @Inject(BenchmarksService) private readonly benchmarks: BenchmarksService,
    @Inject(WatchService) private readonly watching: WatchService,
  ) {}

  /** Orders a benchmark. A worker that has the executor and the meters runs it; until then it is queued. */
  @RequireScope('benchmarks:run')
  @HttpCode(202)
  @Post('benchmarks')
  create(@Body() input: BenchmarkInput, @CurrentKey() key: ApiKey): Promise<BenchmarkDto> {
    return this.benchmarks.create(input, key);
  }

  /** Benchmarks in the order of their arrival. */
  @Get('benchmarks')
  list(@Query() query: BenchmarkQuery): Promise<BenchmarkPage> {
    return this.benchmarks.list(query);
  }

  /** One benchmark: status, progress, repetitions, and the result beside the study's figure. */
  @Get('benchmarks/:id')
  one(@Param('id') id: string): Promise<BenchmarkDto> {
    return this.benchmarks.one(id);
  }

  /** Stops a benchmark. What was measured stays, and becomes runs flagged `partial`. */
  @RequireScope('benchmarks:run')
  @ProblemResponses(409)
  @HttpCode(202)
  @Post('benchmarks/:id/cancel')
  cancel(@Param('id') id: string, @CurrentKey() key: ApiKey): Promise<BenchmarkDto> {
    return this.benchmarks.cancel(id, key);
  }

  /**
   * A benchmark as it goes on, as server-sent events.
   *
   * Each event `benchmark` holds the whole state, with its revision as id; the last is called `end`, and the stream
   * closes. `Last-Event-ID` skips what was seen.
   */
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last event that was seen',
  })
  @ApiProduces('text/event-stream')
  @Sse('benchmarks/:id/events')
  async events(
    @Param('id') id: string,
    @Headers('last-event-id') lastEventId?: string,
  ): Promise<Observable<MessageEvent>> {
    return toEvents((seen) => this.watching.watch(id, seen), lastEventId);
  }

  /** Processes that run benchmarks, and what each has. */
  @Get('benchmark-workers')
  workers(): Promise<BenchmarkWorkerDto[]> {
    return this.benchmarks.workers();
  }
}
