import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunDraft } from '../../src/core/run/index.js';
import type { ByteStream } from '../../src/common/files/index.js';
import type {
  ImportDefaults,
  ImportedRecord,
  Importer,
} from '../../src/modules/ingestion/importers/index.js';

/** A file of `test/fixtures/importers`. */
export const fixture = (name: string): Buffer =>
  readFileSync(join(process.cwd(), 'test', 'fixtures', 'importers', name));

/** The bytes in chunks of a size. */
export async function* streamOf(content: string | Uint8Array, chunk = 65_536): ByteStream {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
}

export async function readAll(
  importer: Pick<Importer, 'read'>,
  content: string | Uint8Array,
  defaults: Partial<ImportDefaults> = {},
  chunk?: number,
): Promise<ImportedRecord[]> {
  return collect(importer.read(streamOf(content, chunk), { sourceId: 'test', ...defaults }));
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export const draftsOf = (records: readonly ImportedRecord[]): RunDraft[] =>
  records.flatMap((record) => ('draft' in record ? [record.draft] : []));

/** `row code: message` of what was refused. */
export const refusals = (records: readonly ImportedRecord[]): string[] =>
  records.flatMap((record) =>
    'error' in record ? [`${record.row} ${record.error.code}: ${record.error.message}`] : [],
  );

/** The only draft of a file, nothing refused. */
export async function onlyDraft(
  importer: Pick<Importer, 'read'>,
  content: string | Uint8Array,
  defaults: Partial<ImportDefaults> = {},
): Promise<RunDraft> {
  const records = await readAll(importer, content, defaults);
  const [draft] = draftsOf(records);
  if (draft === undefined || records.length !== 1) {
    throw new Error(`one draft was expected, got ${JSON.stringify(refusals(records))}`);
  }
  return draft;
}
