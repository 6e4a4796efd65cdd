import { ArgsType } from '@nestjs/graphql';
import { TextField } from '../../../common/fields/index.js';
import { PageQuery } from '../../../common/pagination/index.js';

@ArgsType()
export class ProviderQuery extends PageQuery {
  /** Name of a provider, such as `AWS`, `Amazon` or `Google Cloud`. */
  @TextField(100) provider?: string;

  /** Fuzzy search over provider and scope. */
  @TextField() q?: string;
}
