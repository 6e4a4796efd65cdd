import { ObjectType } from '@nestjs/graphql';
import { BigCount, WholeNumber } from '../../common/fields/index.js';
import { pageOf } from '../../common/pagination/index.js';

/** One phase of a run, such as answering the queries or loading the model. Unknown is null, never 0. */
@ObjectType('RunPhase')
export class RunPhaseDto {
  /** query, query-steady-state, load, transfer, prefill or decode. */
  phase: string;

  /** The functional unit that the energy is also given per. */
  unit: string;

  /** How many units the phase covers. */
  unitCount: number | null;

  energyKwh: number | null;

  energyGpuKwh: number | null;

  energyCpuKwh: number | null;

  energyRamKwh: number | null;

  energyWhPerUnit: number;

  energyWhPerOutputToken: number | null;

  durationS: number | null;

  avgPowerW: number | null;
}

/** The parts of the machine that a run was measured on. */
@ObjectType('RunMachine')
export class RunMachineDto {
  gpuModel: string | null;

  /** GPUs of the machine, working or idle. */
  @WholeNumber() gpuCount: number;

  @WholeNumber() nodes: number;

  cpuModel: string | null;

  ramGb: number | null;
}

/** One measured execution, as it came in. */
@ObjectType('Run')
export class RunDto {
  /** The same in every installation: derived from source and external id. */
  id: string;

  /** published; draft until it is reviewed; or rejected. Only published runs count for a factor. */
  status: string;

  /** Why the run was rejected. */
  reviewReason: string | null;

  source: string;

  sourceVersion: string;

  /** The run's id in its source. */
  externalId: string;

  /** File in the source that the run is from. */
  sourcePath: string | null;

  /** Row in that file, from 1. */
  @WholeNumber({ nullable: true }) sourceRow: number | null;

  licence: string | null;

  /** ISO 8601 as the source gives it; without a time zone where the source has none. */
  measuredAt: string | null;

  task: string;

  dataset: string | null;

  model: string;

  /** The model's label in the log, where it differs in trust from `model`. */
  modelReported: string | null;

  /** The model was not fine-tuned for the task. */
  zeroShot: boolean;

  /** Form of the input where a dataset was run in several, such as `640x480`. */
  inputVariant: string | null;

  /** Named subset of the source, such as the runs behind a printed table. */
  cohort: string | null;

  @BigCount({ nullable: true }) parameters: number | null;

  @BigCount({ nullable: true }) activeParameters: number | null;

  weightPrecision: string | null;

  engine: string | null;

  /** Slug of the machine. */
  hardware: string;

  /** What the slug stands for, so that the run can be sent to another service as it is. */
  machine: RunMachineDto;

  /** GPUs at work; the others of the machine were idle but metered. */
  @WholeNumber({ nullable: true }) gpusActive: number | null;

  parallelism: string | null;

  /** ISO 3166-1 alpha-3. */
  country: string | null;

  region: string | null;

  /** What the meter saw. */
  scope: string;

  energyMethod: string;

  /** False for energies that were modelled. */
  measured: boolean;

  meterTool: string | null;

  meterVersion: string | null;

  batchSizeMean: number | null;

  batchSizeMax: number | null;

  inputTokensPerUnit: number | null;

  outputTokensPerUnit: number | null;

  throughputUnitsPerS: number | null;

  latencyS: number | null;

  scenario: string | null;

  @WholeNumber({ nullable: true }) imageWidth: number | null;

  @WholeNumber({ nullable: true }) imageHeight: number | null;

  /** Diffusion steps. */
  @WholeNumber({ nullable: true }) steps: number | null;

  @WholeNumber({ nullable: true }) frames: number | null;

  fps: number | null;

  /** As the source computed it, in kg, of the phases that it counted; kept as a citation, never used for a factor. */
  emissionsReportedKgCo2e: number | null;

  /** The grid intensity that the source used for it, gCO2e per kWh. */
  gridReportedGPerKwh: number | null;

  /** Data-quality flags. */
  flags: string[];

  phases: RunPhaseDto[];
}

@ObjectType('RunPage')
export class RunPage extends pageOf(RunDto) {}
