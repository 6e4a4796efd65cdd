import { ArgsType } from '@nestjs/graphql';
import { IsUUID } from 'class-validator';
import { TextField } from '../../../common/fields/index.js';
import { RunDefaultsInput } from '../run-defaults.input.js';

/** What the runs of an experiment are runs of: at least the task, the model and the inferences of a run. */
@ArgsType()
export class ExperimentInput extends RunDefaultsInput {
  /** The UUID that the CodeCarbon client is given as experiment_id; a new one if not given. */
  @IsUUID('all', { message: 'id must be a UUID' })
  @TextField(36)
  id?: string;

  @TextField() name?: string;
}
