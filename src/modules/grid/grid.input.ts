import { ArgsType } from '@nestjs/graphql';
import { TextField } from '../../common/fields/index.js';
import { PageQuery } from '../../common/pagination/index.js';

@ArgsType()
export class GridIntensityQuery extends PageQuery {
  /** Alpha-3, alpha-2, country name, `US-EGRID-…`, or a cloud region such as `aws/us-west-2`. */
  @TextField(100) zone?: string;

  /** country, region, world, us-egrid-subregion, us-state, cloud-region or study. */
  @TextField(50) kind?: string;

  /** Fuzzy search over code and name. */
  @TextField() q?: string;
}
