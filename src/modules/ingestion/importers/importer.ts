import type { ByteStream } from '../../../common/files/index.js';
import type { ErrorCode } from '../../../core/errors/index.js';
import type { RunDraft } from '../../../core/run/index.js';
import type { ImportDefaults } from './import-defaults.js';

/** Why a record was refused: a stable code, the field where there is one, and the way out. */
export interface RecordError {
  readonly code: ErrorCode;
  readonly field?: string;
  readonly message: string;
}

/**
 * What became of one record of a file. Rows count the file's records from 1, headers and blank lines left
 * out; row 0 is the file itself. A refused record keeps what was read of it, to be corrected.
 */
export type ImportedRecord =
  | { readonly row: number; readonly draft: RunDraft }
  | { readonly row: number; readonly error: RecordError; readonly raw: unknown };

/** One format of another tool. Adding one is such a file and a line in `index.ts`. */
export interface Importer {
  /** The name that a request gives: `codecarbon-csv`. */
  readonly format: string;
  readonly title: string;
  /** How sure the first bytes look like this format, 0 to 1; `head` may end anywhere. */
  detect(head: string, fileName: string | null): number;
  /** Streams a file's records in constant memory; never throws for what is in the file. */
  read(source: ByteStream, defaults: ImportDefaults): AsyncGenerator<ImportedRecord>;
}
