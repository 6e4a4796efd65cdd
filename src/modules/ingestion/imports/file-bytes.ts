import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DomainError } from '../../../core/errors/index.js';
import { peek } from '../importers/index.js';
import type { ByteStream } from '../importers/index.js';

/** Counts the bytes of a file as they are read. */
export interface Meter {
  bytes: number;
}

/**
 * The bytes of an uploaded file: gzip is recognised by its first bytes and undone. Both what comes and what it
 * decompresses to are held to `limit`, so that a small body cannot unpack without end.
 */
export async function* fileBytes(body: Readable, limit: number, meter: Meter): ByteStream {
  const { head, whole } = await peek(bounded(received(body), limit, 'The body is'));
  const gzip = head[0] === 0x1f && head[1] === 0x8b;
  const plain = gzip ? gunzipped(whole) : whole;
  for await (const chunk of bounded(plain, limit, 'The body decompresses to')) {
    meter.bytes += chunk.length;
    yield chunk;
  }
}

/** Reads without destroying the connection when reading stops early: the answer goes over it. */
async function* received(body: Readable): ByteStream {
  for await (const chunk of body.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array;
}

async function* bounded(source: ByteStream, limit: number, what: string): ByteStream {
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > limit) throw tooLarge(limit, what);
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

export const tooLarge = (limit: number, what: string): DomainError =>
  new DomainError(
    'BODY_TOO_LARGE',
    `${what} more than ${limit} bytes, the limit (IMPORT_LIMIT_BYTES); split the file`,
  );
