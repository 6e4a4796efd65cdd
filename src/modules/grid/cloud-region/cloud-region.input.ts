import { ArgsType } from '@nestjs/graphql';
import { TextField } from '../../../common/fields/index.js';
import { PageQuery } from '../../../common/pagination/index.js';

@ArgsType()
export class CloudRegionQuery extends PageQuery {
  /** aws, gcp or azure, or another name of theirs such as `Amazon`. */
  @TextField(100) provider?: string;

  /** Fuzzy search over provider, region and location. */
  @TextField() q?: string;
}
