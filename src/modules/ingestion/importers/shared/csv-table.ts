import type { RunDraft } from '../../../../core/run/index.js';
import type { ImportDefaults } from '../import-defaults.js';
import type { Importer } from '../importer.js';
import { csvRows, headerOf, shareOf, type Row } from './csv-rows.js';
import { outcome } from './rejection.js';

interface CsvTable extends Pick<Importer, 'format' | 'title'> {
  /** The columns by which the format is known; a file must have them all. */
  readonly columns: readonly string[];
  toDraft(row: number, cells: Row, defaults: ImportDefaults): RunDraft;
}

/** A format that is one CSV table with one header, in which each row is a run. */
export const csvTable = ({ format, title, columns, toDraft }: CsvTable): Importer => ({
  format,
  title,

  detect: (head) => 0.95 * Math.floor(shareOf(columns, headerOf(head))),

  async *read(source, defaults) {
    const shape = {
      isHeader: (cells: readonly string[]) => columns.every((column) => cells.includes(column)),
      columns,
      shortRowHint: 'the columns cannot be told apart',
    };
    for await (const rows of csvRows(source, shape)) {
      for (const row of rows) {
        if ('error' in row) yield row;
        else yield outcome(row.row, row.cells, () => toDraft(row.row, row.cells, defaults));
      }
    }
  },
});
