import { ArgsType } from '@nestjs/graphql';
import { TextField } from '../../../common/fields/index.js';
import { PageQuery } from '../../../common/pagination/index.js';

@ArgsType()
export class SourceQuery extends PageQuery {
  /** Fuzzy search over slug, title and publisher. */
  @TextField() q?: string;
}
