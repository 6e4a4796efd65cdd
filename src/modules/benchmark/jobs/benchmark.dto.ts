import { Field, Int, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { JsonField, WholeNumber } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';
import { BenchmarkProgressDto } from './benchmark-progress.dto.js';
import { BenchmarkRepetitionDto } from './benchmark-repetition.dto.js';
import { BenchmarkResultDto } from './benchmark-result.dto.js';

/** A benchmark that the service runs. */
@ObjectType('Benchmark')
export class BenchmarkDto {
  id: string;

  createdAt: string;

  startedAt: string | null;

  endedAt: string | null;

  task: string;

  executor: string;

  /** As asked for; null where the executor has one of its own. */
  model: string | null;

  dataset: string;

  /** As asked for; empty for the best that the worker has. */
  meters: string[];

  /** Options of the executor. */
  @JsonField('Options of the executor.', { nullable: false })
  options: object;

  /** Settings of the protocol, defaults included. */
  @JsonField('Settings of the protocol, defaults included.', { nullable: false })
  settings: object;

  /** queued, running, converged, not-converged, unmetered, cancelled, partial or failed. */
  status: string;

  /** Why it waits, or ended as it did. */
  reason: string | null;

  /** Attempts that failed for a passing reason. */
  @WholeNumber() failures: number;

  /** Times that its worker died. */
  @WholeNumber() interruptions: number;

  /** Counts up with every change. */
  @WholeNumber() revision: number;

  /** Of the worker that runs or ran it. */
  workerId: string | null;

  progress: BenchmarkProgressDto | null;

  repetitions: BenchmarkRepetitionDto[];

  result: BenchmarkResultDto | null;

  /** What is odd about the whole. */
  flags: string[];

  /** Runs that were made of it, one a repetition. */
  runIds: string[];

  /** Records that were not accepted as runs. */
  quarantineIds: string[];

  /** SHA-256 of the inputs by content. */
  inputsSha256: string | null;

  /** SHA-256 of the model's weights. */
  weightsSha256: string | null;

  /** The model as it was loaded: revision, engine, precision, threads, libraries. */
  @JsonField('The model as it was loaded: revision, engine, precision, threads, libraries.')
  loadedModel: object | null;

  /** Numbers of the logical processors that the inference was bound to; null where it was not. */
  @Field(() => [Int], { nullable: true })
  @ApiProperty({ type: 'integer', isArray: true, nullable: true })
  pinnedCpus: number[] | null;

  /** The inputs: dataset, variant, licence, rows, hash. */
  @JsonField('The inputs: dataset, variant, licence, rows, hash.')
  inputs: object | null;

  /** The machine and the service that measured. */
  @JsonField('The machine and the service that measured.')
  environment: object | null;

  /** Readings over the idle machine, and the drift between them. */
  @JsonField('Readings over the idle machine, and the drift between them.')
  idle: object | null;
}

@ObjectType('BenchmarkPage')
export class BenchmarkPage extends pageOf(BenchmarkDto) {}
