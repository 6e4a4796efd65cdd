import { DomainError } from '../../../core/errors/index.js';
import type { UsageFormat } from './usage-source.js';

/** DuckDB's own names of faults that lie in the file. */
const OF_FILE =
  /^(Invalid Input|Invalid|IO|Parameter Not Allowed|Serialization|Conversion|TProtocol|Parquet)\b.*Error|parquet|snappy|zstd|CSV Error|JSON/i;

/** A fault of reading as an answer to whoever sent the file, without our paths; others stay as they are. */
export function unreadable(error: unknown, format: UsageFormat): unknown {
  if (error instanceof DomainError || !(error instanceof Error) || !OF_FILE.test(error.message)) return error;
  const line = /Line: (\d+)/.exec(error.message)?.[1];
  const place = line === undefined ? '' : ` at line ${line}`;
  const way = WAYS_OUT[format];
  return DomainError.field(
    'FILE_UNREADABLE',
    line === undefined ? 'file' : `row ${Math.max(0, Number(line) - (format === 'csv' ? 1 : 0))}`,
    `the file cannot be read as ${format}${place}; ${way}`,
  );
}

/** Whether a reader met bytes that are no UTF-8; once they are replaced, only their cells are wrong. */
export const isNoUtf8 = (error: unknown): boolean =>
  error instanceof Error && /Invalid unicode/.test(error.message);

const WAYS_OUT: Record<UsageFormat, string> = {
  csv: 'it must be RFC 4180 with commas, a header and closed quotes',
  ndjson: 'it must be one JSON object a line, none longer than 16 MB',
  parquet: 'it may be cut short: write it anew',
};
