import { ArgsType, Field, InputType } from '@nestjs/graphql';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsOptional, IsString, Length, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import {
  ChoiceField,
  CountField,
  FlagField,
  NumberField,
  RequiredTextField,
  TextField,
} from '../../../common/fields/index.js';
import { PageQuery } from '../../../common/pagination/index.js';
import { JOB_STATUSES } from '../../../core/benchmark/index.js';
import { ENDPOINT_DIALECTS } from '../executors/index.js';

/** What the executor is told. Each takes what it needs and names what it lacks. */
@InputType()
export class BenchmarkOptionsInput {
  /** Pinned revision of a hub's model. */
  @TextField() revision?: string;

  /** Folder with models, or a GGUF file, on the worker's machine. */
  @TextField(1_000) modelPath?: string;

  /** Such as `fp32` or `q8`. */
  @TextField(50) weightPrecision?: string;

  /** Threads of the inference. */
  @CountField({ min: 1, max: 4_096 }) threads?: number;

  /** New tokens of each output; 10 if not given. */
  @CountField({ min: 1, max: 100_000 }) outputTokens?: number;

  /** The weights are random: the runs stay drafts and are no factor of the named model. */
  @FlagField() synthetic?: boolean;

  /** Address of an OpenAI-compatible server. */
  @TextField(2_000) endpoint?: string;

  /** What program that server is: it settles how the length of outputs is fixed. */
  @ChoiceField(ENDPOINT_DIALECTS) dialect?: string;

  /** Whether outputs are streamed. */
  @FlagField() stream?: boolean;

  /** Longest wait for one answer of that server, s; 300 if not given. */
  @NumberField({ min: 0.1, max: 86_400 }) requestTimeoutS?: number;

  /** Program and arguments of the executor `command`. A worker runs it only with WATTFACTOR_WORKER_COMMANDS=on. */
  @Field(() => [String], { nullable: true })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @Length(1, 2_000, { each: true })
  command?: string[];

  /** How the command is spoken to. */
  @ChoiceField(['json-lines', 'exit-code']) commandProtocol?: string;
}

/** How often and how long; what is left out is taken from the study's own spread. */
@InputType()
export class BenchmarkSettingsInput {
  /** Inferences of a repetition; 1,000 if not given. */
  @CountField({ min: 1, max: 10_000_000 }) inferences?: number;

  /** Inputs at a time; 1 if not given. */
  @CountField({ min: 1, max: 10_000 }) batchSize?: number;

  /** 5 if not given, or the most repetitions where those are fewer. */
  @CountField({ min: 1, max: 1_000 }) minRepetitions?: number;

  /** Where the interval is still wide after so many, the job ends as not-converged; 30 if not given. */
  @CountField({ min: 1, max: 1_000 }) maxRepetitions?: number;

  /** Half-width of the 95 % interval over the mean at which to stop; 0.05 if not given. */
  @NumberField({ min: 0.0001, max: 1 }) targetHalfWidth?: number;

  /** Shortest repetition, s; by the meter's period if not given. */
  @NumberField({ min: 0, max: 86_400 }) minRepetitionS?: number;

  /** How long the idle machine is metered before and after, s; 10 if not given. */
  @NumberField({ min: 0, max: 3_600 }) idleS?: number;
}

/** A benchmark to be run by a worker. */
@InputType()
export class BenchmarkInput {
  /** Slug, name or alias of the task. */
  @RequiredTextField() task: string;

  /** What runs the inferences, such as `lande`, `wink`, `transformers` or `endpoint`. */
  @RequiredTextField(100) executor: string;

  /** Model of a hub, a folder or a server; not needed where the executor has one of its own. */
  @TextField() model?: string;

  /** File, folder or package on the worker's machine; `file.csv#field` names the field. `spam-assassin` comes along. */
  @RequiredTextField(1_000) dataset: string;

  /** Meters to use together, such as `rapl` and `nvml`, or `none`; the best that the worker has if not given. */
  @Field(() => [String], { nullable: true })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  meters?: string[];

  @Field(() => BenchmarkOptionsInput, { nullable: true })
  @ApiPropertyOptional({ type: () => BenchmarkOptionsInput })
  @IsOptional()
  @ValidateNested({ message: '$property must be an object' })
  @Type(() => BenchmarkOptionsInput)
  options?: BenchmarkOptionsInput;

  @Field(() => BenchmarkSettingsInput, { nullable: true })
  @ApiPropertyOptional({ type: () => BenchmarkSettingsInput })
  @IsOptional()
  @ValidateNested({ message: '$property must be an object' })
  @Type(() => BenchmarkSettingsInput)
  settings?: BenchmarkSettingsInput;

  /** Attempts in all where a server or a meter fails for a while; 3 if not given. */
  @CountField({ min: 1, max: 10 }) maxAttempts?: number;
}

@ArgsType()
export class BenchmarkQuery extends PageQuery {
  /** All if not given. */
  @ChoiceField(JOB_STATUSES) status?: string;
}
