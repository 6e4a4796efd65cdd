export type ColumnType = 'text' | 'text-list' | 'double' | 'integer' | 'boolean';
export type Cell = string | readonly string[] | number | boolean | null;

/** One column in every format, and its line of the data dictionary. */
export interface Column {
  /** With its unit where it has one. */
  readonly name: string;
  readonly type: ColumnType;
  /** Null where the column has none. */
  readonly unit: string | null;
  readonly nullable: boolean;
  readonly description: string;
}

/** `text('task', …)` and so on: columns of a table by their type, in few words. */
export function columnsOf<Row>() {
  const make =
    (type: ColumnType, nullable: boolean) =>
    (name: string, description: string, valueOf: (row: Row) => Cell, unit: string | null = null) => ({
      name,
      type,
      unit,
      nullable,
      description,
      valueOf,
    });
  return {
    text: make('text', false),
    optionalText: make('text', true),
    list: make('text-list', false),
    flag: make('boolean', false),
    whole: make('integer', false),
    optionalWhole: make('integer', true),
    real: make('double', false),
    optionalReal: make('double', true),
  };
}
