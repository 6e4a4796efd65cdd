import { shortened } from '../shortened.js';

/** The longest record that is kept unchanged, in characters of JSON. */
const WHOLE_CHARS = 64 * 1024;

/** How much is kept of a record that is too long even with its texts cut. */
const EXCERPT_CHARS = 16 * 1024;

interface KeptRecord {
  readonly record: unknown;
  /** Nothing was cut off. */
  readonly whole: boolean;
}

/**
 * What the quarantine keeps of a record whose JSON has so many characters: all of it, or the record with its long
 * texts cut and marked, or the beginning of its JSON. Readable in every case, and of a limited length.
 */
export function keptRecord(record: unknown, chars: number): KeptRecord {
  if (chars <= WHOLE_CHARS) return { record, whole: true };
  const json = JSON.stringify(record, (_, value: unknown) =>
    typeof value === 'string' ? shortened(value) : value,
  );
  if (json.length > WHOLE_CHARS) return { record: shortened(json, EXCERPT_CHARS), whole: false };
  return { record: JSON.parse(json) as unknown, whole: false };
}
