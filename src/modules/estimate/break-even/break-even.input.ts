import { InputType } from '@nestjs/graphql';
import { FlagField, NumberField, TextField } from '../../../common/fields/index.js';
import { MAX_PER_DAY } from '../workload.input.js';

const KWH = { min: 1e-9, max: 1e15 };

/** Training against inference: energies of making a model, and what one inference of it takes. */
@InputType()
export class BreakEvenInput {
  /** Id of the AI model; where Table 5 of the study has it, its energies of training need not be given. */
  @TextField() model?: string;

  /** Energy of training, kWh. */
  @NumberField(KWH) trainingKwh?: number;

  /** Energy of fine-tuning, kWh; 0 if not given beside trainingKwh. */
  @NumberField({ min: 0, max: 1e15 }) fineTuningKwh?: number;

  /** Energy of one inference, kWh, instead of a task. */
  @NumberField({ min: 1e-15, max: 1e9 }) energyKwhPerInference?: number;

  /** Slug, name or alias of the task whose factor is taken. */
  @TextField() task?: string;

  /** Slug of the dataset. */
  @TextField() dataset?: string;

  /** Slug of the source of the measurement. */
  @TextField() source?: string;

  /** Slug of the hardware. */
  @TextField() hardware?: string;

  /** Use runs of the model without fine-tuning for the task. */
  @FlagField() zeroShot?: boolean;

  /** Inferences a day, for the days to parity. */
  @NumberField({ min: 1e-6, max: MAX_PER_DAY }) inferencesPerDay?: number;
}
