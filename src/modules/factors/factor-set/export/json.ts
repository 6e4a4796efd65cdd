import type { Cell, Column } from '../tables/index.js';

/** One array, an object a row and line. */
export function* jsonOf(columns: readonly Column[], rows: Iterable<readonly Cell[]>): Generator<string> {
  let before = '[\n';
  for (const row of rows) {
    yield before + JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
