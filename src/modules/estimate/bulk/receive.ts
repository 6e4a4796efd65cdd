import { isAscii } from 'node:buffer';
import { createWriteStream } from 'node:fs';
import { Readable, pipeline as pipe } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { DomainError } from '../../../core/errors/index.js';

type Bytes = AsyncIterable<Uint8Array>;

/**
 * Writes a body to a file, gzip undone. What comes and what it decompresses to are both held to the limit.
 * In text, bytes that are no UTF-8 become U+FFFD, so that they spoil a cell and not the file.
 */
export async function receive(body: Readable, path: string, limit: number): Promise<void> {
  try {
    await write(body, path, limit);
  } finally {
    // what was not read would hold up the connection for whatever comes next on it
    body.on('data', () => undefined).resume();
  }
}

async function write(body: Readable, path: string, limit: number): Promise<void> {
  const source = bounded(body.iterator({ destroyOnReturn: false }) as Bytes, limit, 'The body is');
  const first = await source.next();
  const head = first.done ? new Uint8Array() : first.value;
  const whole = after(head, source);
  const gzip = head[0] === 0x1f && head[1] === 0x8b;
  const plain = gzip ? bounded(gunzipped(whole), limit, 'The body decompresses to') : whole;
  await pipeline(plain, asText, createWriteStream(path));
}

async function* after(head: Uint8Array, rest: Bytes): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
}

async function* bounded(source: Bytes, limit: number, what: string): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > limit) {
      const message = `${what} more than ${limit} bytes, the limit (BULK_LIMIT_BYTES); split the file`;
      throw new DomainError('BODY_TOO_LARGE', message);
    }
    yield chunk;
  }
}

async function* gunzipped(source: Bytes): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // the error of either end reaches the reader through gunzip
  pipe(Readable.from(source, { objectMode: false }), gunzip, () => undefined);
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string' || !code.startsWith('Z_')) throw error;
    const message = `The gzip data is damaged (${(error as Error).message}); pack the file anew`;
    throw new DomainError('FILE_UNREADABLE', message);
  }
}

async function* asText(source: Bytes): AsyncGenerator<Uint8Array | string> {
  const decoder = new StringDecoder('utf8');
  let binary: boolean | null = null;
  for await (const chunk of source) {
    binary ??= Buffer.from(chunk.subarray(0, 4)).toString('latin1') === 'PAR1';
    yield binary || isAscii(chunk) ? joined(decoder, chunk) : decoder.write(Buffer.from(chunk));
  }
  yield decoder.end();
}

/** A character that was cut between two pieces ends before plain ASCII begins. */
const joined = (decoder: StringDecoder, chunk: Uint8Array): Uint8Array | string => {
  const pending = decoder.end();
  return pending === '' ? chunk : pending + Buffer.from(chunk).toString('latin1');
};
