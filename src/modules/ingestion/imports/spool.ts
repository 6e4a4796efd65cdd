import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { tooLarge } from './file-bytes.js';

/** A body that was put on disk, to be read after the answer. Its name there is ours, never the client's. */
export interface Spooled {
  open(): Readable;
  remove(): Promise<void>;
}

export async function spool(body: Readable, limit: number): Promise<Spooled> {
  const folder = await mkdtemp(join(tmpdir(), 'wattfactor-import-'));
  const file = join(folder, 'body');
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await pipeline(body.iterator({ destroyOnReturn: false }), upTo(limit), createWriteStream(file));
  } catch (error) {
    await remove();
    throw error;
  }
  return { open: () => createReadStream(file), remove };
}

const upTo = (limit: number) =>
  async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let length = 0;
    for await (const chunk of source) {
      length += chunk.length;
      if (length > limit) throw tooLarge(limit, 'The body is');
      yield chunk;
    }
  };
