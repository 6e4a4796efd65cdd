import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DomainError } from '../../core/errors/index.js';
import type { ByteStream } from './byte-stream.js';
import { peek } from './peek.js';
import { received } from './received.js';

/** How much of a file is taken, and the setting that says so. */
export interface FileLimit {
  readonly bytes: number;
  readonly setting: string;
}

/** Counts the bytes of a file as they are read. */
export interface Meter {
  bytes: number;
}

/**
 * The bytes of an uploaded file: gzip is recognised by its first bytes and undone. Both what comes and what it
 * decompresses to are held to `limit`, so that a small body cannot unpack without end.
 */
export async function* fileBytes(body: Readable, limit: FileLimit, meter?: Meter): ByteStream {
  const { head, whole } = await peek(held(received(body), limit));
  const gzip = head[0] === 0x1f && head[1] === 0x8b;
  const plain = gzip ? held(gunzipped(whole), limit, 'The body decompresses to') : whole;
  for await (const chunk of plain) {
    if (meter) meter.bytes += chunk.length;
    yield chunk;
  }
}

/** Bytes up to a limit, and an error in place of the rest. */
export async function* held(source: ByteStream, limit: FileLimit, what = 'The body is'): ByteStream {
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > limit.bytes) throw tooLarge(limit, what);
    yield chunk;
  }
}

async function* gunzipped(source: ByteStream): ByteStream {
  const gunzip = createGunzip();
  // the error of either end reaches the reader through gunzip
  pipeline(Readable.from(source, { objectMode: false }), gunzip, () => undefined);
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string' || !code.startsWith('Z_')) throw error;
    throw new DomainError(
      'FILE_UNREADABLE',
      `The gzip data is damaged (${(error as Error).message}); pack the file anew`,
    );
  }
}

export const tooLarge = ({ bytes, setting }: FileLimit, what: string): DomainError =>
  new DomainError(
    'BODY_TOO_LARGE',
    `${what} more than ${bytes} bytes, the limit (${setting}); split the file`,
  );
