import { ArgsType } from '@nestjs/graphql';
import { ChoiceField, TextField } from '../../../common/fields/index.js';
import { PageQuery } from '../../../common/pagination/index.js';
import { QUARANTINE_STATES } from './quarantine.entity.js';

@ArgsType()
export class QuarantineQuery extends PageQuery {
  /** open, corrected, released or discarded; all if not given. */
  @ChoiceField(QUARANTINE_STATES) state?: string;

  /** The way the records came, such as `api`. */
  @TextField(100) channel?: string;
}
