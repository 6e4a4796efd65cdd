import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { exhaustMap, filter, Subject, takeUntil, takeWhile, timer, type Observable } from 'rxjs';
import { hasEnded, type JobStatus } from '../../../core/benchmark/index.js';
import type { BenchmarkDto } from './benchmark.dto.js';
import { BenchmarksService } from './benchmarks.service.js';

/** How often a watched job is looked at, ms: workers report once a second. */
const LOOK_EVERY_MS = 500;

/** A job as it goes on. Every event is the whole state, so that whoever missed some has lost nothing. */
@Injectable()
export class WatchService implements OnModuleDestroy {
  private readonly closing = new Subject<void>();

  constructor(@Inject(BenchmarksService) private readonly benchmarks: BenchmarksService) {}

  onModuleDestroy(): void {
    this.closing.next();
  }

  /** The job now and after every change, to its end. What `seen` names is not told again, unless it is the end. */
  async watch(id: string, seen: number | null = null): Promise<Observable<BenchmarkDto>> {
    await this.benchmarks.one(id);
    let told = seen;
    return timer(0, LOOK_EVERY_MS).pipe(
      exhaustMap(() => this.changed(id, told)),
      filter((job) => job !== null),
      takeWhile((job) => {
        told = job.revision;
        return !isOver(job);
      }, true),
      takeUntil(this.closing),
    );
  }

  private async changed(id: string, told: number | null): Promise<BenchmarkDto | null> {
    const { revision, status } = await this.benchmarks.pulse(id);
    return revision === told && !isOver({ status }) ? null : this.benchmarks.one(id);
  }
}

export const isOver = ({ status }: Pick<BenchmarkDto, 'status'>): boolean => hasEnded(status as JobStatus);
