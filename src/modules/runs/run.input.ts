import { ArgsType } from '@nestjs/graphql';
import { RUN_STATUSES } from '../../core/run/index.js';
import { ChoiceField, FlagParameter, TextField } from '../../common/fields/index.js';
import { PageQuery } from '../../common/pagination/index.js';

@ArgsType()
export class RunQuery extends PageQuery {
  /** Slug of the task. */
  @TextField() task?: string;

  /** Id of the AI model. */
  @TextField() model?: string;

  /** Slug of the dataset. */
  @TextField() dataset?: string;

  /** Slug of the source. */
  @TextField() source?: string;

  /** Slug of the hardware. */
  @TextField() hardware?: string;

  /** Only zero-shot runs, or only the others. */
  @FlagParameter() zeroShot?: boolean;

  /** Where the runs stand in review; without it those that are published. */
  @ChoiceField(RUN_STATUSES) status?: string;

  /** A data-quality flag that the run must carry. */
  @TextField(100) flag?: string;
}
