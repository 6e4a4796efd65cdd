import { ArgsType } from '@nestjs/graphql';
import { TextField } from '../../../common/fields/index.js';
import { PageQuery } from '../../../common/pagination/index.js';

@ArgsType()
export class HardwareQuery extends PageQuery {
  /** Fuzzy search over slug, GPU and processor. */
  @TextField() q?: string;
}
