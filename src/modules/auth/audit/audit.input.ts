import { ArgsType } from '@nestjs/graphql';
import { TextField } from '../../../common/fields/index.js';
import { PageQuery } from '../../../common/pagination/index.js';

@ArgsType()
export class AuditQuery extends PageQuery {
  /** Such as `run.publish`. */
  @TextField(100) action?: string;

  /** Id of what was acted on. */
  @TextField(200) subject?: string;

  /** Id of the API key that acted. */
  @TextField(100) keyId?: string;
}
