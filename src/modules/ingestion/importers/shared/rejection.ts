import type { ErrorCode } from '../../../../core/errors/index.js';
import type { RunDraft } from '../../../../core/run/index.js';
import type { ImportedRecord } from '../importer.js';

/** Thrown while a record is read; becomes that record's outcome and stops nothing else. */
export class Rejection extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }

  /** The file lacks something and so does the request. */
  static missing(name: string, what: string): Rejection {
    return new Rejection('DEFAULT_MISSING', `the file does not say ${what}: give \`${name}\``, name);
  }
}

/** The outcome of reading one record: its draft, or why there is none. */
export function outcome(row: number, raw: unknown, read: () => RunDraft): ImportedRecord {
  try {
    return { row, draft: read() };
  } catch (error) {
    return rejected(row, raw, error);
  }
}

/** The refused record; what is no rejection is a fault of ours and goes on. */
export function rejected(row: number, raw: unknown, error: unknown): ImportedRecord {
  if (!(error instanceof Rejection)) throw error;
  const { code, message, field } = error;
  return { row, raw, error: { code, message, ...(field !== undefined && { field }) } };
}
