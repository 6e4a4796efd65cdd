import { ChoiceField, FlagParameter, TextField } from '../../../common/fields/index.js';
import { USAGE_FORMATS } from './usage-source.js';

/** How a file of usage is estimated. */
export class BulkQuery {
  /** Label or `sha256:…` of a published factor set; `latest`, the default, is derived live. */
  @TextField(100) factorSet?: string;

  /** Any column of the file: the answer is then one total for each of its values, as JSON, in place of the rows. */
  @TextField(200) summaryBy?: string;

  /** Format of the answer's rows: csv, ndjson or parquet. Default: that of the file. */
  @ChoiceField(USAGE_FORMATS) format?: string;

  /** Answer with the table of combinations alone, as Parquet: what an engine of your own joins its rows with. */
  @FlagParameter() combinations?: boolean;
}
