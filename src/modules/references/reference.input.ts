import { ArgsType } from '@nestjs/graphql';
import { TextField } from '../../common/fields/index.js';
import { PageQuery } from '../../common/pagination/index.js';

@ArgsType()
export class ReferenceQuery extends PageQuery {
  /** Only those that may be held against tasks with this output, such as text. */
  @TextField(100) output?: string;
}
