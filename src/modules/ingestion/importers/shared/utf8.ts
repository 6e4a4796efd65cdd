import { Rejection } from './rejection.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Text from bytes, the byte order mark taken off; bytes that are no UTF-8 are refused, never replaced. */
export function decodeUtf8(bytes: Uint8Array, where: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Rejection('NOT_UTF8', `${where} is not valid UTF-8: save the file as UTF-8`);
  }
}

// eslint-disable-next-line no-control-regex
const NOT_ASCII = /[^\x00-\x7f]/;

/** Whether text that was taken byte for byte is as it stands. */
export const isAscii = (text: string): boolean => !NOT_ASCII.test(text);

/** Text that was taken byte for byte (`latin1`), as the UTF-8 that it is. Plain ASCII passes untouched. */
export function fromBytewise(text: string, where: () => string): string {
  return isAscii(text) ? text : decodeUtf8(Buffer.from(text, 'latin1'), where());
}

/** The same for what is only shown or kept: bytes that are no UTF-8 stay as they were taken. */
export function readable(text: string): string {
  try {
    return fromBytewise(text, () => '');
  } catch {
    return text;
  }
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** The stream without the mark that some editors put before UTF-8. */
export async function* withoutBom(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of source) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < BOM.length) continue;
    yield head.subarray(0, BOM.length).equals(BOM) ? head.subarray(BOM.length) : head;
    head = null;
  }
  if (head !== null && head.length > 0) yield head;
}
