import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { held, received } from '../../../common/files/index.js';
import type { FileLimit } from '../../../common/files/index.js';

/** A body that was put on disk, to be read after the answer. Its name there is ours, never the client's. */
export interface Spooled {
  open(): Readable;
  remove(): Promise<void>;
}

export async function spool(body: Readable, limit: FileLimit): Promise<Spooled> {
  const folder = await mkdtemp(join(tmpdir(), 'wattfactor-import-'));
  const file = join(folder, 'body');
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await pipeline(held(received(body), limit), createWriteStream(file));
  } catch (error) {
    await remove();
    throw error;
  }
  return { open: () => createReadStream(file), remove };
}
