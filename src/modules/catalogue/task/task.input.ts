import { ArgsType } from '@nestjs/graphql';
import { TextField } from '../../../common/fields/index.js';
import { PageQuery } from '../../../common/pagination/index.js';

@ArgsType()
export class TaskQuery extends PageQuery {
  /** Fuzzy search over slug, name and aliases. */
  @TextField() q?: string;

  /** Modality of what goes in, such as text or image. */
  @TextField(50) input?: string;

  /** Modality of what comes out. */
  @TextField(50) output?: string;
}
