import { setImmediate } from 'node:timers/promises';
import type { ByteStream } from '../../../../common/files/index.js';
import { isAscii } from './utf8.js';

/** Records, and whether all their bytes are ASCII. */
export interface PlainList {
  readonly records: string[][];
  readonly ascii: boolean;
}

/**
 * The records of a CSV file as far as it holds no quote and no odd line end: there a record is a line and its values
 * are what stands between commas, which takes a third of the time that a parser takes. From the first quote on the
 * file is left to a parser.
 */
export class PlainRecords {
  private readonly chunks: AsyncIterator<Uint8Array>;
  /** Bytes, as latin1, of the line that is not over yet, or of all that was read and not split. */
  private held = '';
  private ended = false;
  /** Lines that were split, blank ones too. */
  lines = 0;

  constructor(
    source: ByteStream,
    private readonly longestLine: number,
  ) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** Lists of records, byte for byte (`latin1`), until the first that must be left to a parser. */
  async *lists(): AsyncGenerator<PlainList> {
    for (let next = await this.chunks.next(); next.done !== true; next = await this.chunks.next()) {
      this.held += Buffer.from(next.value).toString('latin1');
      if (this.isOdd(next.value)) return;
      const end = this.held.lastIndexOf('\n');
      if (end === -1) continue;
      const whole = this.held.slice(0, end);
      this.held = this.held.slice(end + 1);
      yield this.split(whole);
      // whatever waits for its turn gets it, also where no row of the file makes a run
      await setImmediate();
    }
    this.ended = true;
    if (this.held === '' || /\r./s.test(this.held)) return;
    const last = this.held;
    this.held = '';
    yield this.split(last);
  }

  /** What the lists left, if they left anything. */
  get rest(): ByteStream | null {
    return this.ended && this.held === '' ? null : this.remaining();
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async *remaining(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(this.held, 'latin1');
    if (this.ended) return;
    for (let next = await this.chunks.next(); next.done !== true; next = await this.chunks.next())
      yield next.value;
  }

  private isOdd(chunk: Uint8Array): boolean {
    return (
      chunk.includes(QUOTE) ||
      (chunk.includes(RETURN) && /\r(?!\n|$)/.test(this.held)) ||
      (this.held.length > this.longestLine && !this.held.includes('\n'))
    );
  }

  private split(text: string): PlainList {
    const records: string[][] = [];
    for (const line of text.split('\n')) {
      this.lines += 1;
      const content = line.endsWith('\r') ? line.slice(0, -1) : line;
      if (content !== '') records.push(content.split(','));
    }
    return { records, ascii: isAscii(text) };
  }
}

const QUOTE = 0x22;
const RETURN = 0x0d;
