import type { ByteStream } from '../../../../common/files/index.js';
import { withoutBom } from './utf8.js';

/** The longest line that is read, in bytes; what is longer is no line of any format here. */
export const MAX_LINE_BYTES = 4 * 1024 * 1024;

export interface Line {
  /** From 1, blank lines counted. */
  readonly number: number;
  /** Null where the line is over the limit. */
  readonly bytes: Uint8Array | null;
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Splits a stream at line ends (LF or CRLF) and holds one line at a time. */
export async function* linesOf(source: ByteStream): AsyncGenerator<Line> {
  const open = new OpenLine();
  for await (const chunk of withoutBom(source)) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      open.add(chunk.subarray(start, end));
      yield open.close();
      start = end + 1;
    }
    open.add(chunk.subarray(start));
  }
  if (!open.isEmpty) yield open.close();
}

/** The line that is being read, its bytes dropped once it is over the limit. */
class OpenLine {
  private number = 1;
  private length = 0;
  private parts: Uint8Array[] = [];

  get isEmpty(): boolean {
    return this.length === 0;
  }

  add(part: Uint8Array): void {
    this.length += part.length;
    if (this.length > MAX_LINE_BYTES) this.parts = [];
    else if (part.length > 0) this.parts.push(Uint8Array.from(part));
  }

  close(): Line {
    const whole = this.length > MAX_LINE_BYTES ? null : Buffer.concat(this.parts);
    const bytes = whole?.at(-1) === CARRIAGE_RETURN ? whole.subarray(0, -1) : whole;
    const line = { number: this.number, bytes };
    this.number += 1;
    this.length = 0;
    this.parts = [];
    return line;
  }
}
