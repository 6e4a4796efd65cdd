import { ArgsType } from '@nestjs/graphql';
import { NumberParameter, TextField } from '../../../common/fields/index.js';
import { PageQuery } from '../../../common/pagination/index.js';

const parameters = { min: 0, max: Number.MAX_SAFE_INTEGER };

@ArgsType()
export class AiModelQuery extends PageQuery {
  /** Slug of a task that the model was measured on. */
  @TextField() task?: string;

  /** Slug of a source that measured it. */
  @TextField() source?: string;

  /** Fuzzy search over the id. */
  @TextField() q?: string;

  /** At least so many parameters. */
  @NumberParameter(parameters) minParameters?: number;

  /** At most so many parameters. */
  @NumberParameter(parameters) maxParameters?: number;
}
