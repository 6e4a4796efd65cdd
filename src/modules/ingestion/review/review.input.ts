import { InputType } from '@nestjs/graphql';
import { RequiredIdsField, RequiredTextField } from '../../../common/fields/index.js';

/** Why somebody decided so; kept with what was decided, and in the audit log. */
@InputType()
export class ReasonInput {
  @RequiredTextField(1_000) reason: string;
}

/** Most runs of one decision. */
const MAX_RUNS = 1_000;

/** Runs that are decided together. */
@InputType()
export class RunIdsInput {
  /** Ids of the runs. */
  @RequiredIdsField(MAX_RUNS) ids: string[];
}

/** Runs that are rejected together, and why. */
@InputType()
export class RejectRunsInput extends RunIdsInput {
  @RequiredTextField(1_000) reason: string;
}
