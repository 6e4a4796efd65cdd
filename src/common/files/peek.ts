import type { ByteStream } from './byte-stream.js';

/** How much of a file's beginning decides what it is, in bytes. */
export const HEAD_BYTES = 64 * 1024;

/** The beginning of a stream, and the whole stream to be read after it. */
export async function peek(source: ByteStream): Promise<{ head: Uint8Array; whole: ByteStream }> {
  const rest = source[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await rest.next();
    if (next.done === true) break;
    taken.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(taken).subarray(0, HEAD_BYTES), whole: joined(taken, rest) };
}

async function* joined(taken: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* taken;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
