import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { parse } from 'csv-parse';
import { slugOf } from '../../../core/run/index.js';
import type { Dataset, DatasetKind } from './dataset.js';
import { rowToInput } from './rows.js';

/** Comma- or tab-separated values with a header. */
export const csvKind: DatasetKind = {
  name: 'csv',
  summary: 'a CSV or TSV file with a header',
  fits: (location) => ['.csv', '.tsv'].includes(extname(location).toLowerCase()),
  open: ({ location, field }): Dataset => ({
    slug: slugOf(basename(location, extname(location))),
    variant: null,
    licence: null,
    async *rows() {
      const delimiter = extname(location).toLowerCase() === '.tsv' ? '\t' : ',';
      const file = createReadStream(location);
      const parser = parse({ columns: true, bom: true, skip_empty_lines: true, delimiter });
      file.on('error', (error) => parser.destroy(error));
      let row = 0;
      for await (const record of file.pipe(parser) as AsyncIterable<Record<string, string>>) {
        row += 1;
        yield rowToInput(record, `row ${row}`, field);
      }
    },
  }),
};
