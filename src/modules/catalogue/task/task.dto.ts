import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';

/** What goes into a task and what comes out: text, image, video. */
@ObjectType('Modality')
export class ModalityDto {
  input: string[];
  output: string[];
}

/** Measured energy of a task over the AI models that were run on it. */
@ObjectType('TaskEnergy')
export class TaskEnergyDto {
  /** The factor that these figures are from: `GET /v1/factors/{factorId}`. */
  factorId: string;

  source: string;

  /** What the meter saw. */
  scope: string;

  /** The functional unit. */
  unit: string;

  /** Arithmetic mean over models, datasets and runs, Wh per functional unit. */
  meanWhPerUnit: number;

  /** Sample standard deviation over runs, Wh per functional unit; null where there are fewer than two runs. */
  sdWhPerUnit: number | null;

  @WholeNumber() runs: number;

  @WholeNumber() models: number;

  @WholeNumber() datasets: number;

  /** Place among the tasks that the same source measured in the same scope; 1 uses the least energy. Null for zero-shot variants. */
  @WholeNumber({ nullable: true }) rank: number | null;
}

/** A kind of inference, such as summarization. */
@ObjectType('Task')
export class TaskDto {
  /** The task's id. */
  slug: string;

  name: string;

  description: string;

  modality: ModalityDto;

  /** What a factor of this task is per, where nothing else is asked for. */
  functionalUnit: string;

  /** All units that factors of this task may be per. */
  functionalUnits: string[];

  /** The Hugging Face pipeline tag, where there is one. */
  pipelineTag: string | null;

  /** Other names that are understood. */
  aliases: string[];

  /** Whether the task was also measured zero-shot, with models not fine-tuned for it; those runs are kept apart. */
  zeroShotVariant: boolean;

  /** Null where no source has measured the task. */
  energy: TaskEnergyDto | null;

  /** The same for the zero-shot variant. */
  zeroShotEnergy: TaskEnergyDto | null;
}

@ObjectType('TaskPage')
export class TaskPage extends pageOf(TaskDto) {}
