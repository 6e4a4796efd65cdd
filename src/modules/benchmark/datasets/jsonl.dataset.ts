import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { createInterface } from 'node:readline';
import { slugOf } from '../../../core/run/index.js';
import { unreadable, type Dataset, type DatasetKind } from './dataset.js';
import { rowToInput } from './rows.js';

/** One JSON object a line. */
export const jsonlKind: DatasetKind = {
  name: 'jsonl',
  summary: 'a file with one JSON object a line',
  fits: (location) => ['.jsonl', '.ndjson'].includes(extname(location).toLowerCase()),
  open: ({ location, field }): Dataset => ({
    slug: slugOf(basename(location, extname(location))),
    variant: null,
    licence: null,
    async *rows() {
      let line = 0;
      for await (const text of createInterface({ input: createReadStream(location), crlfDelay: Infinity })) {
        line += 1;
        if (text.trim() !== '') yield rowToInput(parsed(text, line), `line ${line}`, field);
      }
    },
  }),
};

function parsed(text: string, line: number): Record<string, unknown> {
  const value = tryJson(text);
  if (typeof value === 'string') return { text: value };
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw unreadable(`line ${line} is not a JSON object`);
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
