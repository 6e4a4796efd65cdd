import { InputType } from '@nestjs/graphql';
import { ObjectField, TextField } from '../../../common/fields/index.js';
import { EstimateInput } from '../estimate.input.js';

/** Two estimates to compare. */
@InputType()
export class ScenarioInput {
  /** Your name for the comparison; echoed. */
  @TextField(200) name?: string;

  /** What is compared with: A. */
  @ObjectField(() => EstimateInput) a: EstimateInput;

  /** What is compared: B. */
  @ObjectField(() => EstimateInput) b: EstimateInput;
}
