import type { Readable } from 'node:stream';
import type { ByteStream } from './byte-stream.js';

/** Reads without destroying the connection when reading stops early: the answer goes over it. */
export async function* received(body: Readable): ByteStream {
  for await (const chunk of body.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array;
}

/** Reads what is left of a refused body and drops it, so that the client gets its answer and can use the connection again. */
export function readOut(body: Readable): void {
  // whoever stopped reading in the middle would hold the rest back for ever
  body.removeAllListeners('readable');
  body.on('data', () => undefined).resume();
}
