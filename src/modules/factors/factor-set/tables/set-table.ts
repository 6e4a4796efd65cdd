import { diffTable } from '../../../../core/factor-set/index.js';
import type { DiffTable } from '../../../../core/factor-set/index.js';
import type { GridSnapshot } from '../../../grid/index.js';
import type { FactorsSnapshot } from '../../factors.snapshot.js';
import type { FactorSetChangeDto, FactorSubjectDto, FiguresDto } from '../factor-set-diff.dto.js';
import type { Cell, Column } from './column.js';

/** What the tables of a set are read from. */
export interface SetParts {
  readonly factors: FactorsSnapshot;
  readonly grid: GridSnapshot;
}

/** One table of a set, as rows of one type: how it is exported, and how two versions of it are compared. */
interface TableDefinition<Row> extends DiffTable<Row> {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly (Column & { readonly valueOf: (row: Row) => Cell })[];
  readonly rowsOf: (parts: SetParts) => readonly Row[];
  /** Only those that the table has. */
  readonly figuresOf: (row: Row) => Partial<FiguresDto>;
  /** Null where the rows are not factors. */
  readonly subjectOf: (row: Row) => FactorSubjectDto | null;
}

export interface SetTableDiff {
  readonly table: string;
  readonly changes: readonly FactorSetChangeDto[];
  readonly unchanged: number;
}

/** The same for those who need not know what a row is. */
export interface SetTable {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
  count(parts: SetParts): number;
  /** Row by row, in the order of the columns. */
  cells(parts: SetParts): Iterable<readonly Cell[]>;
  diff(from: SetParts, to: SetParts): SetTableDiff;
}

const NO_FIGURES: FiguresDto = {
  energyWhPerUnit: null,
  carbonIntensityGPerKwh: null,
  pue: null,
  sigma: null,
  runs: null,
};

export function defineTable<Row>(definition: TableDefinition<Row>): SetTable {
  const { name, description, columns, rowsOf, figuresOf, subjectOf } = definition;
  const figures = (row: Row | null) => (row === null ? null : { ...NO_FIGURES, ...figuresOf(row) });
  const subject = (row: Row | null) => (row === null ? null : subjectOf(row));
  return {
    name,
    description,
    columns: columns.map(({ valueOf, ...column }) => column),
    count: (parts) => rowsOf(parts).length,
    *cells(parts) {
      for (const row of rowsOf(parts)) yield columns.map(({ valueOf }) => valueOf(row));
    },
    diff(before, after) {
      const { changes, unchanged } = diffTable(rowsOf(before), rowsOf(after), definition);
      const toDto = ({ from, to, fields, ...change }: (typeof changes)[number]): FactorSetChangeDto => ({
        table: name,
        ...change,
        factor: subject(to ?? from),
        from: figures(from),
        to: figures(to),
        fields: [...fields],
      });
      return { table: name, changes: changes.map(toDto), unchanged };
    },
  };
}
