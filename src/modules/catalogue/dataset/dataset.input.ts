import { ArgsType } from '@nestjs/graphql';
import { TextField } from '../../../common/fields/index.js';
import { PageQuery } from '../../../common/pagination/index.js';

@ArgsType()
export class DatasetQuery extends PageQuery {
  /** Slug of a task that the dataset was used for. */
  @TextField() task?: string;

  /** Fuzzy search over slug and name. */
  @TextField() q?: string;
}
