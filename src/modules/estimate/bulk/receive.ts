import { isAscii } from 'node:buffer';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { pipeline } from 'node:stream/promises';
import { fileBytes, peek, readOut } from '../../../common/files/index.js';
import type { ByteStream, FileLimit } from '../../../common/files/index.js';

/**
 * Writes a body to a file, gzip undone. In text, bytes that are no UTF-8 become U+FFFD, so that they spoil a cell
 * and not the file.
 */
export async function receive(body: Readable, path: string, limit: FileLimit): Promise<void> {
  try {
    await pipeline(asText(fileBytes(body, limit)), createWriteStream(path));
  } finally {
    readOut(body);
  }
}

async function* asText(source: ByteStream): AsyncGenerator<Uint8Array | string> {
  const decoder = new StringDecoder('utf8');
  const { head, whole } = await peek(source);
  const binary = Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PAR1';
  for await (const chunk of whole) {
    yield binary || isAscii(chunk) ? joined(decoder, chunk) : decoder.write(Buffer.from(chunk));
  }
  yield decoder.end();
}

/** A character that was cut between two pieces ends before plain ASCII begins. */
const joined = (decoder: StringDecoder, chunk: Uint8Array): Uint8Array | string => {
  const pending = decoder.end();
  return pending === '' ? chunk : pending + Buffer.from(chunk).toString('latin1');
};
