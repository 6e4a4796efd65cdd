import { Readable } from 'node:stream';
import type { EntityManager } from 'typeorm';
import { held, received } from '../../../common/files/index.js';
import type { FileLimit } from '../../../common/files/index.js';

/** Bytes of a file that are kept in one row. */
const PART_BYTES = 1024 * 1024;

/**
 * Keeps a body in the database, to be read after the answer: a kill does not lose it, and any replica can go on
 * with it. Only when all of it is there is it marked as `spooled`.
 */
export async function spool(
  manager: EntityManager,
  id: string,
  body: Readable,
  limit: FileLimit,
): Promise<void> {
  let part = 0;
  for await (const bytes of parts(held(received(body), limit))) {
    await manager.query('INSERT INTO import_body (import_id, part, bytes) VALUES ($1, $2, $3)', [
      id,
      part,
      bytes,
    ]);
    part += 1;
  }
  await manager.query('UPDATE import SET spooled = true WHERE id = $1', [id]);
}

/** What was kept, one part at a time. */
export const spooled = (manager: EntityManager, id: string): Readable =>
  Readable.from(storedParts(manager, id), { objectMode: false });

export async function removeSpooled(manager: EntityManager, id: string): Promise<void> {
  await manager.query('DELETE FROM import_body WHERE import_id = $1', [id]);
}

async function* storedParts(manager: EntityManager, id: string): AsyncGenerator<Buffer> {
  for (let part = 0; ; part += 1) {
    const [row] = await manager.query<{ bytes: Buffer }[]>(
      'SELECT bytes FROM import_body WHERE import_id = $1 AND part = $2',
      [id, part],
    );
    if (row === undefined) return;
    yield row.bytes;
  }
}

async function* parts(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    length += chunk.length;
    if (length < PART_BYTES) continue;
    yield Buffer.concat(chunks);
    [chunks, length] = [[], 0];
  }
  if (length > 0) yield Buffer.concat(chunks);
}
