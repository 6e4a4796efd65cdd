export type { ByteStream } from './byte-stream.js';
export { fileBytes, held, tooLarge } from './file-bytes.js';
export type { FileLimit, Meter } from './file-bytes.js';
export { HEAD_BYTES, peek } from './peek.js';
export { received, readOut } from './received.js';
