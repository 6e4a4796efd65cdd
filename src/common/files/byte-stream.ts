/** The bytes of a file in order, in pieces of any size. */
export type ByteStream = AsyncIterable<Uint8Array>;
