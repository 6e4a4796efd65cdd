import { Field, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { JsonScalar, WholeNumber } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';

const Json =
  (description: string, nullable = true): PropertyDecorator =>
  (target, name) => {
    Field(() => JsonScalar, { nullable, description })(target, name);
    ApiProperty({ type: 'object', additionalProperties: true, nullable, description })(target, name);
  };

/** Where a running job is. */
@ObjectType('BenchmarkProgress')
export class BenchmarkProgressDto {
  /** loading, idle-before, warm-up, repetition or idle-after. */
  stage: string;

  /** Number of the repetition that runs, from 1. */
  @WholeNumber({ nullable: true }) repetition: number | null;

  /** Inferences done in this stage. */
  @WholeNumber() inferences: number;

  /** Inferences of one pass. */
  @WholeNumber() inferencesPlanned: number;

  inferencesPerS: number | null;

  /** Of all finished repetitions, Wh; null where nothing is metered. */
  energyWh: number | null;

  /** Half of the 95 % interval over the mean, so far. */
  relativeHalfWidth: number | null;
}

/** One finished repetition. Gross and idle are as metered; net is derived. */
@ObjectType('BenchmarkRepetition')
export class BenchmarkRepetitionDto {
  /** From 1. */
  @WholeNumber() index: number;

  @WholeNumber() inferences: number;

  durationS: number;

  /** Everything that was metered, Wh; null where nothing was. */
  grossEnergyWh: number | null;

  /** Power of the idle machine with the model loaded, W. */
  idlePowerW: number | null;

  /** Gross less idle, Wh. */
  netEnergyWh: number | null;

  /** The workload's share of the machine's busy processor time, 0 to 1. */
  exclusivity: number | null;

  /** What is odd about it. */
  flags: string[];

  /** The meter's whole reading: method, quality, components, resolution, gaps, warnings. */
  @Json('The meter’s whole reading: method, quality, components, resolution, gaps, warnings.', false)
  reading: object;

  /** Inferences, tokens and retries. */
  @Json('Inferences, tokens and retries.', false)
  work: object;
}

/** The study's mean for the same task. */
@ObjectType('BenchmarkStudy')
export class BenchmarkStudyDto {
  factorId: string;

  source: string;

  /** What the study's meter saw. */
  scope: string;

  /** kWh per 1,000 units, usually inferences. */
  energyKwhPer1000: number;
}

/** What came out, per 1,000 inferences. */
@ObjectType('BenchmarkResult')
export class BenchmarkResultDto {
  /** Gross, kWh per 1,000 inferences; null where nothing was metered. */
  energyKwhPer1000: number | null;

  /** Less idle, kWh per 1,000 inferences. */
  netEnergyKwhPer1000: number | null;

  /** Half of the 95 % interval over the mean of the gross energy. */
  relativeHalfWidth: number | null;

  inferencesPerS: number | null;

  /** counter, power-sampled or model. */
  method: string | null;

  /** measured, measured-external, or estimated for a model. */
  quality: string | null;

  /** The study's figure of this task, for comparison; null where it has none. */
  study: BenchmarkStudyDto | null;
}

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
  @Json('Options of the executor.', false)
  options: object;

  /** Settings of the protocol, defaults included. */
  @Json('Settings of the protocol, defaults included.', false)
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
  @Json('The model as it was loaded: revision, engine, precision, threads, libraries.')
  loadedModel: object | null;

  /** The inputs: dataset, variant, licence, rows, hash. */
  @Json('The inputs: dataset, variant, licence, rows, hash.')
  inputs: object | null;

  /** The machine and the service that measured. */
  @Json('The machine and the service that measured.')
  environment: object | null;

  /** Readings over the idle machine, and the drift between them. */
  @Json('Readings over the idle machine, and the drift between them.')
  idle: object | null;
}

@ObjectType('BenchmarkPage')
export class BenchmarkPage extends pageOf(BenchmarkDto) {}

/** A process that runs benchmarks. */
@ObjectType('BenchmarkWorker')
export class BenchmarkWorkerDto {
  id: string;

  name: string;

  startedAt: string;

  heartbeatAt: string;

  /** Whether it was heard of lately. */
  alive: boolean;

  /** Executors that it has. */
  executors: string[];

  /** Meters that it has. */
  meters: string[];

  /** The machine and the service. */
  @Json('The machine and the service.', false)
  environment: object;
}
