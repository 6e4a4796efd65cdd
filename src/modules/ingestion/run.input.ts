import { Field, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, IsArray, IsOptional, IsString, Length } from 'class-validator';
import {
  CountField,
  FlagField,
  ListField,
  NumberField,
  ObjectField,
  RequiredChoiceField,
  RequiredCountField,
  RequiredTextField,
  TextField,
} from '../../common/fields/index.js';
import { ENERGY_SCOPES, LIMITS } from '../../core/run/index.js';
import { RunPhaseInput } from './run-phase.input.js';

/** The machine that a run was measured on. */
@InputType()
export class RunHardwareInput {
  /** As the driver names it, such as `NVIDIA A100-SXM4-80GB`. */
  @TextField() gpuModel?: string;

  /** GPUs of the machine; 0 for none. */
  @RequiredCountField(LIMITS.gpuCount) gpuCount: number;

  /** GPUs at work; the others were idle but metered. */
  @CountField(LIMITS.gpusActive) gpusActive?: number;

  /** Machines; 1 if not given. */
  @CountField(LIMITS.nodes) nodes?: number;

  @TextField() cpuModel?: string;

  @NumberField(LIMITS.ramGb) ramGb?: number;

  /** Such as `tp4/dp2`. */
  @TextField(100) parallelism?: string;
}

/** One measured execution. The fields are those of `GET /v1/runs`; leave out what is not known. */
@InputType()
export class RunInput {
  /** Slug of the source: whose measurements these are. A new one is made. */
  @RequiredTextField(100) source: string;

  /** Version of the source's data; `1` if not given. */
  @TextField(100) sourceVersion?: string;

  /** The run's id in its source. The same source and id again change nothing. */
  @RequiredTextField(300) externalId: string;

  /** File in the source that the run is from. */
  @TextField(500) sourcePath?: string;

  /** Row in that file, from 1. */
  @CountField(LIMITS.sourceRow) sourceRow?: number;

  @TextField(200) licence?: string;

  /** ISO 8601; `2025-09` is enough, a time zone only where one is known. */
  @TextField(50) measuredAt?: string;

  /** Slug, name or alias of the task. */
  @RequiredTextField(200) task: string;

  /** Slug of the dataset that was the input. */
  @TextField() dataset?: string;

  /** Id of the AI model, such as `facebook/bart-large-cnn`. */
  @RequiredTextField(200) model: string;

  /** The model's label in the log, where it differs. */
  @TextField() modelReported?: string;

  /** The model was not fine-tuned for the task; false if not given. */
  @FlagField() zeroShot?: boolean;

  /** Form of the input where a dataset was run in several, such as `640x480`. */
  @TextField(100) inputVariant?: string;

  /** Named subset of the source. */
  @TextField(100) cohort?: string;

  @CountField(LIMITS.parameters) parameters?: number;

  @CountField(LIMITS.activeParameters) activeParameters?: number;

  @TextField(50) weightPrecision?: string;

  @TextField(200) engine?: string;

  @ObjectField(() => RunHardwareInput) hardware: RunHardwareInput;

  /** ISO 3166-1 alpha-3. */
  @TextField(3) country?: string;

  @TextField(100) region?: string;

  /** What the meter saw: gpu, node-components, system-wall or facility. */
  @RequiredChoiceField(ENERGY_SCOPES) scope: string;

  /** How the energy was metered, such as `nvml`, `rapl` or `power-analyzer`. */
  @RequiredTextField(100) energyMethod: string;

  /** False for energies that were modelled; true if not given. */
  @FlagField() measured?: boolean;

  @TextField(100) meterTool?: string;

  @TextField(100) meterVersion?: string;

  @NumberField(LIMITS.batchSizeMean) batchSizeMean?: number;

  @NumberField(LIMITS.batchSizeMax) batchSizeMax?: number;

  @NumberField(LIMITS.inputTokensPerUnit) inputTokensPerUnit?: number;

  @NumberField(LIMITS.outputTokensPerUnit) outputTokensPerUnit?: number;

  @NumberField(LIMITS.throughputUnitsPerS) throughputUnitsPerS?: number;

  @NumberField(LIMITS.latencyS) latencyS?: number;

  @TextField(100) scenario?: string;

  @CountField(LIMITS.imageWidth) imageWidth?: number;

  @CountField(LIMITS.imageHeight) imageHeight?: number;

  /** Diffusion steps. */
  @CountField(LIMITS.steps) steps?: number;

  @CountField(LIMITS.frames) frames?: number;

  @NumberField(LIMITS.fps) fps?: number;

  /** As the tool computed it, kg of the whole run; kept as a citation, never used for a factor. */
  @NumberField(LIMITS.emissionsReportedKg) emissionsReportedKgCo2e?: number;

  /** The grid intensity that the tool used for it, gCO2e per kWh. */
  @NumberField(LIMITS.gridReportedGPerKwh) gridReportedGPerKwh?: number;

  /** Data-quality flags, of 600 characters together at most. */
  @Field(() => [String], { nullable: true })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  flags?: string[];

  /** One to six phases; `query` or `query-steady-state` carries the energy per unit. */
  @ListField(() => RunPhaseInput, { min: 1, max: 6 }) phases: RunPhaseInput[];
}
