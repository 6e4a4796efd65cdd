import { ArgsType } from '@nestjs/graphql';
import { FlagParameter, NumberParameter, TextField } from '../../common/fields/index.js';
import { PageQuery } from '../../common/pagination/index.js';

@ArgsType()
export class GridIntensityQuery extends PageQuery {
  /** Alpha-3, alpha-2, country name, `US-EGRID-…`, or a cloud region such as `aws/us-west-2`; `SWE@2024` pins a year or vintage. */
  @TextField(100) zone?: string;

  /** country, region, world, us-egrid-subregion, us-state, cloud-region or study. */
  @TextField(50) kind?: string;

  /** Year that the figure is for. */
  @NumberParameter({ min: 1900, max: 2200 }) year?: number;

  /** Series and year, such as `ember-2024`. */
  @TextField(100) vintage?: string;

  /** Whether the figure may be used; without it figures that are kept for reference are listed too. */
  @FlagParameter() usable?: boolean;

  /** Ask a live provider for the zone; on any failure the stored figure is given, with the reason. Needs `zone`. */
  @FlagParameter() live?: boolean;

  /** Fuzzy search over code and name. */
  @TextField() q?: string;
}
