import { WholeNumber } from '../../../common/fields/index.js';

/** One column, the same in every format. */
export class ColumnDto {
  name: string;

  /** text, text-list (joined by semicolons in CSV), double (IEEE 754), integer or boolean. */
  type: string;

  /** Null where the column has none. */
  unit: string | null;

  nullable: boolean;

  description: string;
}

export class TableDto {
  /** The `table` of an export. */
  table: string;

  description: string;

  @WholeNumber() rows: number;

  columns: ColumnDto[];
}

/** What the exports of a set hold. */
export class DataDictionaryDto {
  factorSet: string;

  /** Null for `latest`. */
  factorSetHash: string | null;

  method: string;

  dataVersion: string;

  tables: TableDto[];
}
