import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing, type Environment, type Repetition } from '../../../core/benchmark/index.js';
import { DomainError } from '../../../core/errors/index.js';
import { openDataset, parseDatasetSpec, prepareInputs } from '../datasets/index.js';
import { createExecutor, messageOf, type Executor } from '../executors/index.js';
import type { End } from '../jobs/job-ends.js';
import type { JobSession } from '../jobs/job.entity.js';
import { chooseMeter, meterOptions } from '../meters/index.js';
import { runProtocol, withPinnedThreads, type Outcome, type Progress } from '../protocol/index.js';
import type { Lease, Leases } from './leases.js';

const REPORT_EVERY_MS = 1_000;

/** Why an attempt was stopped from outside. */
export type Stop = 'cancel' | 'lost' | 'worker-stops';

export type Result =
  | { readonly kind: 'end'; readonly end: End }
  /** To be tried again a little later. */
  | { readonly kind: 'setback'; readonly reason: string }
  | { readonly kind: 'stopped'; readonly by: 'lost' | 'worker-stops' };

/** One worker's attempt at one job: from the repetitions that are there to the end, or as far as it gets. */
export class Attempt {
  private readonly controller = new AbortController();
  private progress: Progress | null = null;

  constructor(
    private readonly lease: Lease,
    private readonly leases: Leases,
    private readonly here: { readonly hardware: string; readonly environment: Environment },
  ) {}

  stop(why: Stop): void {
    this.controller.abort(why);
  }

  async run(): Promise<Result> {
    const reporting = new AbortController();
    const reports = this.report(reporting.signal);
    try {
      return this.resultOf(await this.measure());
    } catch (error) {
      return this.resultOf(failedWith(error, this.lease.stored));
    } finally {
      reporting.abort();
      await reports;
    }
  }

  private async measure(): Promise<Outcome> {
    const { job, stored } = this.lease;
    const { executor: name, options, dataset, settings, meters } = job.request;
    const meter = await chooseMeter(job.session?.metersUsed ?? meters, meterOptions());
    const executor = createExecutor(name, options);
    const inputs = await prepareInputs(openDataset(parseDatasetSpec(dataset)), settings.inferences);
    this.requireSame(inputs.description.sha256);
    return withPinnedThreads(executor.threads, (pinnedCpus) => {
      const session = (): JobSession => ({
        context: { ...this.contextOf(executor, inputs.description), pinnedCpus },
        metersUsed: meter.name.split('+'),
        hardware: this.here.hardware,
      });
      return runProtocol({
        ...{ executor, meter, inputs, settings, stored },
        onRepetition: (repetition) => this.store(repetition, session()),
        onProgress: (progress) => (this.progress = progress),
        signal: this.controller.signal,
      });
    });
  }

  /** A full disk, say, costs this repetition and no other. */
  private async store(repetition: Repetition, session: JobSession): Promise<void> {
    try {
      await this.leases.store(this.lease, repetition, session);
    } catch (error) {
      throw new DomainError(
        'NOT_READY',
        `repetition ${repetition.index} cannot be stored: ${messageOf(error)}`,
      );
    }
  }

  private contextOf(
    executor: Executor,
    inputs: JobSession['context']['inputs'],
  ): Omit<JobSession['context'], 'pinnedCpus'> {
    const { id, request } = this.lease.job;
    return {
      ...{ jobId: id, task: request.task, unit: 'inference', model: executor.describe(), inputs },
      ...{ environment: this.here.environment, batchSize: request.settings.batchSize },
      ...{ gpusActive: null, country: null, region: null, load: null },
    };
  }

  /** Repetitions over other inputs must not stand in one interval. */
  private requireSame(sha256: string): void {
    const before = this.lease.job.session?.context.inputs.sha256;
    if (before === undefined || before === sha256) return;
    throw DomainError.field(
      'DATASET_UNREADABLE',
      'dataset',
      'the dataset has changed since the first repetitions were measured',
    );
  }

  private resultOf(outcome: Outcome): Result {
    const why = this.controller.signal.reason as Stop | undefined;
    const { status, problem, flags, load, idleBefore, idleAfter, idleDrift } = outcome;
    if (why === 'lost') return { kind: 'stopped', by: why };
    if (why === 'worker-stops' && problem) return { kind: 'stopped', by: why };
    const { job } = this.lease;
    const left = job.request.maxAttempts - job.failures - 1;
    const wentWrong = status === 'failed' || status === 'partial';
    if (wentWrong && problem && left > 0 && isPassing(problem.code)) {
      const tried = `attempt ${job.failures + 1} of ${job.request.maxAttempts} failed`;
      return { kind: 'setback', reason: `${tried}: ${problem.message}` };
    }
    const ending = { idleBefore, idleAfter, idleDrift };
    return { kind: 'end', end: { status, reason: problem?.message ?? null, flags, load, ending } };
  }

  /** Until it is told to stop: says how far it is, and hears whether anybody wants it to go on. */
  private async report(over: AbortSignal): Promise<void> {
    let told: Progress | null = null;
    try {
      for (;;) {
        await sleep(REPORT_EVERY_MS, undefined, { signal: over });
        const news: Progress | null = this.progress === told ? null : this.progress;
        const answer = await this.leases.report(this.lease, news).catch(() => 'go-on' as const);
        told = news ?? told;
        if (answer !== 'go-on') this.stop(answer);
      }
    } catch {
      // the signal ends the loop
    }
  }
}

function failedWith(error: unknown, repetitions: readonly Repetition[]): Outcome {
  const code = error instanceof DomainError ? error.code : 'INTERNAL';
  const message = messageOf(error);
  return {
    status: repetitions.length > 0 ? 'partial' : 'failed',
    problem: { code, message },
    repetitions,
    ...{ interval: null, model: null, load: null, idleBefore: null, idleAfter: null, idleDrift: null },
    flags: [],
  };
}
