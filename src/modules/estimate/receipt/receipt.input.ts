import { ArgsType, InputType } from '@nestjs/graphql';
import { ChoiceField, FlagField, RequiredTextField, TextField } from '../../../common/fields/index.js';
import { PageQuery } from '../../../common/pagination/index.js';

@ArgsType()
export class ReceiptQuery extends PageQuery {
  /** Only estimates of this name. */
  @TextField(200) name?: string;

  /** Only estimates of this input. */
  @TextField(64) inputHash?: string;

  /** Only estimates that were computed from this factor set. */
  @TextField(100) factorSet?: string;
}

/** How a stored estimate is computed again. */
@InputType()
export class RerunInput {
  /** Label or `sha256:…` of a published factor set, or `latest`; without it the one of the receipt's input, and so `latest` where it named none. */
  @TextField(100) factorSet?: string;

  /** Keep the new answer as a receipt of its own. */
  @FlagField() store?: boolean;
}

@ArgsType()
export class ExportQuery {
  /** json or csv; json if not given. */
  @ChoiceField(['json', 'csv']) format?: string;
}

/** A stored estimate as a file in GraphQL, where the arguments of a field are one class. */
@ArgsType()
export class ExportArgs extends ExportQuery {
  /** Id of the estimate. */
  @RequiredTextField() id: string;
}
