import { InputType } from '@nestjs/graphql';
import { RequiredTextField } from '../../../common/fields/index.js';

/** Why somebody decided so; kept with what was decided, and in the audit log. */
@InputType()
export class ReasonInput {
  @RequiredTextField(1_000) reason: string;
}
