import type { ByteStream } from '../../../../common/files/index.js';
import type { ImportedRecord } from '../importer.js';
import type { RunDraft } from '../../../../core/run/index.js';
import { isFields, type Fields } from './fields.js';
import { outcome, Rejection, rejected } from './rejection.js';
import { decodeUtf8 } from './utf8.js';

/** The largest JSON file that is read; it is parsed in one piece. NDJSON and CSV have no limit here. */
export const MAX_JSON_BYTES = 64 * 1024 * 1024;

/** Each object of a JSON file, which holds one or an array of them, as a draft or a refusal. */
export async function* jsonRecords(
  source: ByteStream,
  toDraft: (record: Fields, row: number, rows: number) => RunDraft,
  unwrap: (value: unknown) => unknown = (value) => value,
): AsyncGenerator<ImportedRecord> {
  let records: unknown[];
  try {
    const value = unwrap(parseJson(await wholeFile(source), 'the file'));
    records = Array.isArray(value) ? value : [value];
  } catch (error) {
    yield rejected(0, null, error);
    return;
  }
  for (const [index, record] of records.entries()) {
    const row = index + 1;
    yield outcome(row, record, () => toDraft(requireFields(record), row, records.length));
  }
}

export function requireFields(record: unknown): Fields {
  if (!isFields(record)) throw new Rejection('ROW_UNREADABLE', 'the record is no JSON object');
  return record;
}

export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const hint = /\b(NaN|-?Infinity)\b/.test(text)
      ? '; NaN and Infinity, which Python writes, are no JSON'
      : '';
    throw new Rejection('FILE_UNREADABLE', `${what} is not valid JSON: ${(error as Error).message}${hint}`);
  }
}

async function wholeFile(source: ByteStream): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > MAX_JSON_BYTES) {
      throw new Rejection(
        'BODY_TOO_LARGE',
        `a JSON file may hold at most ${MAX_JSON_BYTES / 1024 / 1024} MiB: leave out the per-request results, or split it`,
      );
    }
    chunks.push(chunk);
  }
  return decodeUtf8(Buffer.concat(chunks), 'the file');
}
