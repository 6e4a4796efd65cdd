import type { Cell, Column } from '../tables/index.js';

const LIST_SEPARATOR = ';';

/** RFC 4180: CRLF, a header, quotes where a value needs them. Null is empty; lists are joined by semicolons. */
export function* csvOf(columns: readonly Column[], rows: Iterable<readonly Cell[]>): Generator<string> {
  yield csvLine(columns.map(({ name }) => name));
  for (const row of rows) yield csvLine(row);
}

const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  const text = Array.isArray(cell) ? cell.join(LIST_SEPARATOR) : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
