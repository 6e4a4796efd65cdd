import type { ByteStream } from '../../../../common/files/index.js';

/** Files one after another as one, each ending its last line: tasks beside whole runs, logs beside samples. */
export async function* oneAfterAnother(files: Iterable<ByteStream>): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    let last: number | undefined;
    for await (const chunk of file) {
      last = chunk.at(-1) ?? last;
      yield chunk;
    }
    if (last !== undefined && last !== 0x0a) yield Uint8Array.of(0x0a);
  }
}
