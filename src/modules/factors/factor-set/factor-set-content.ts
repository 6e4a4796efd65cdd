import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { canonicalJson, toHash } from '../../../core/factor-set/index.js';
import type { SnapshotRows } from '../../../database/snapshot/snapshot-part.js';

/** Layout of the content. It changes when rows of an older service can no longer be built from. */
export const CONTENT_FORMAT = 1;

/** Everything that a set's answers depend on, and nothing else: no label, no time, no installation. */
export interface SetContent {
  readonly format: number;
  /** Version of the formulas that derived the factors. */
  readonly method: string;
  readonly parts: SnapshotRows;
}

export interface PackedContent {
  readonly hash: string;
  readonly body: Buffer;
}

const hashOf = (text: string): string => toHash(createHash('sha256').update(text).digest('hex'));

export async function pack(content: SetContent): Promise<PackedContent> {
  const text = canonicalJson(content);
  return { hash: hashOf(text), body: await promisify(gzip)(text) };
}

/** @throws Error where the body is not what the hash was taken of. */
export async function unpack({ hash, body }: PackedContent): Promise<SetContent> {
  const text = (await promisify(gunzip)(body)).toString('utf8');
  if (hashOf(text) !== hash) throw new Error(`the stored content of ${hash} does not have this hash`);
  return JSON.parse(text) as SetContent;
}
