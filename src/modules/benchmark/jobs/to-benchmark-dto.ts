import {
  energyPerInferenceJ,
  intervalOf,
  netEnergyJ,
  READING_QUALITIES,
  METER_METHODS,
  weakest,
  type IdlePower,
  type Repetition,
} from '../../../core/benchmark/index.js';
import { Energy } from '../../../core/quantity/index.js';
import type { TaskEnergyDto } from '../../catalogue/index.js';
import { powerOf } from '../protocol/index.js';
import type { BenchmarkProgressDto } from './benchmark-progress.dto.js';
import type { BenchmarkRepetitionDto } from './benchmark-repetition.dto.js';
import type { BenchmarkResultDto, BenchmarkStudyDto } from './benchmark-result.dto.js';
import type { BenchmarkWorkerDto } from './benchmark-worker.dto.js';
import type { BenchmarkDto } from './benchmark.dto.js';
import type { BenchmarkJobEntity, BenchmarkRepetitionEntity, BenchmarkWorkerEntity } from './job.entity.js';

interface Parts {
  readonly job: BenchmarkJobEntity;
  readonly repetitions: readonly BenchmarkRepetitionEntity[];
  /** The study's figure of the job's task. */
  readonly study: TaskEnergyDto | null;
  /** Why nobody takes it, where it waits. */
  readonly waitsFor: string | null;
}

export function toBenchmarkDto({ job, repetitions, study, waitsFor }: Parts): BenchmarkDto {
  const { request, session, ending } = job;
  const { model = null, task: _task, ...options } = request.options;
  return {
    id: job.id,
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    endedAt: job.endedAt?.toISOString() ?? null,
    task: request.task,
    executor: request.executor,
    model,
    dataset: request.dataset,
    meters: [...request.meters],
    options,
    settings: { ...request.settings, maxAttempts: request.maxAttempts },
    status: job.status,
    reason: [job.reason, waitsFor].filter((part) => part !== null).join('; ') || null,
    failures: job.failures,
    interruptions: job.interruptions,
    revision: job.revision,
    workerId: job.workerId,
    progress: job.status === 'running' ? progressOf(job) : null,
    repetitions: repetitions.map(toRepetitionDto),
    result: resultOf(job, repetitions, study),
    flags: job.flags,
    runIds: job.runIds,
    quarantineIds: job.quarantineIds,
    inputsSha256: session?.context.inputs.sha256 ?? null,
    weightsSha256: session?.context.model.weightsSha256 ?? null,
    loadedModel: session?.context.model ?? null,
    pinnedCpus: session?.context.pinnedCpus ? [...session.context.pinnedCpus] : null,
    inputs: session?.context.inputs ?? null,
    environment: session?.context.environment ?? null,
    idle: ending,
  };
}

function progressOf({ progress }: BenchmarkJobEntity): BenchmarkProgressDto | null {
  if (progress === null) return null;
  const { index, energyJ, interval, stage, inferences, inferencesPlanned, inferencesPerS } = progress;
  return {
    stage,
    repetition: index,
    inferences,
    inferencesPlanned,
    inferencesPerS,
    energyWh: toWh(energyJ),
    relativeHalfWidth: interval?.relativeHalfWidth ?? null,
  };
}

function toRepetitionDto(row: BenchmarkRepetitionEntity): BenchmarkRepetitionDto {
  const { index, work, reading, idleBefore, grossEnergyJ, exclusivity, flags } = row;
  return {
    index,
    inferences: work.inferences,
    durationS: reading.durationS,
    grossEnergyWh: toWh(grossEnergyJ),
    idlePowerW: idleBefore?.powerW ?? null,
    netEnergyWh: toWh(netOf(row)),
    exclusivity,
    flags,
    reading,
    work,
  };
}

const netOf = ({ grossEnergyJ, reading, idleBefore }: BenchmarkRepetitionEntity): number | null =>
  grossEnergyJ === null ? null : netEnergyJ(grossEnergyJ, reading.durationS, idleBefore ? [idleBefore] : []);

function resultOf(
  job: BenchmarkJobEntity,
  repetitions: readonly BenchmarkRepetitionEntity[],
  study: TaskEnergyDto | null,
): BenchmarkResultDto | null {
  if (repetitions.length === 0) return null;
  const energies = repetitions.map(energyPerInferenceJ).filter((energy) => energy !== null);
  const interval = energies.length === 0 ? null : intervalOf(energies);
  const sum = (of: (row: BenchmarkRepetitionEntity) => number): number =>
    repetitions.reduce((total, row) => total + of(row), 0);
  const seconds = sum(({ reading }) => reading.durationS);
  const inferences = sum(({ work }) => work.inferences);
  const netJ =
    interval &&
    netEnergyJ(
      sum((row) => row.grossEnergyJ ?? 0),
      seconds,
      idleOf(job, repetitions),
    );
  return {
    energyKwhPer1000: interval && toKwhPer1000(interval.mean),
    netEnergyKwhPer1000: netJ === null || inferences === 0 ? null : toKwhPer1000(netJ / inferences),
    relativeHalfWidth: interval?.relativeHalfWidth ?? null,
    inferencesPerS: seconds > 0 ? inferences / seconds : null,
    method: weakest(
      METER_METHODS,
      known(repetitions, ({ reading }) => reading.method),
    ),
    quality: weakest(
      READING_QUALITIES,
      known(repetitions, ({ reading }) => reading.quality),
    ),
    study: study && toStudyDto(study),
  };
}

/** Idle powers before the repetitions, and after the last where the job came so far. */
function idleOf(
  { ending }: BenchmarkJobEntity,
  repetitions: readonly Pick<Repetition, 'idleBefore'>[],
): IdlePower[] {
  const before = known(repetitions, ({ idleBefore }) => idleBefore);
  const after = ending?.idleAfter ? powerOf(ending.idleAfter) : null;
  const first = before[0];
  return [...(first ? [first] : []), ...(after ? [after] : [])];
}

function known<Row, T>(rows: readonly Row[], of: (row: Row) => T | null): T[] {
  return rows.map(of).filter((value) => value !== null);
}

/** Wh per unit and kWh per 1,000 units are the same number. */
const toStudyDto = ({ factorId, source, scope, meanWhPerUnit }: TaskEnergyDto): BenchmarkStudyDto => ({
  factorId,
  source,
  scope,
  energyKwhPer1000: meanWhPerUnit,
});

const toKwhPer1000 = (joules: number): number => Energy.toKwh(joules * 1000);

const toWh = (joules: number | null): number | null => (joules === null ? null : Energy.toWh(joules));

export const isAlive = ({ heartbeatAt, deadAfterS }: BenchmarkWorkerEntity): boolean =>
  Date.now() - heartbeatAt.getTime() < 1000 * deadAfterS;

export function toWorkerDto(worker: BenchmarkWorkerEntity): BenchmarkWorkerDto {
  const { id, name, startedAt, heartbeatAt, offers, environment } = worker;
  const offered = (kind: string): string[] =>
    offers.filter((offer) => offer.startsWith(`${kind}:`)).map((offer) => offer.slice(kind.length + 1));
  return {
    id,
    name,
    startedAt: startedAt.toISOString(),
    heartbeatAt: heartbeatAt.toISOString(),
    alive: isAlive(worker),
    executors: offered('executor'),
    meters: offered('meter'),
    environment,
  };
}
