import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { orIfMissing } from './errors.js';

/** What a running Postgres says about itself in `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

/** Null where the text is not (yet) a whole lock file of Postgres. */
export function parsePostmasterFile(text: string): { pid: number; port: number; status: string } | null {
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid === 0) return null;
  // Negative in a lock left by single-user mode.
  return { pid: Math.abs(pid), port: Number(lines[3] ?? 0) || 0, status: (lines[7] ?? '').trim() };
}

/** The lock file of a cluster: absent, readable, or damaged (with its age, as it may be still in the making). */
export async function readPostmasterFile(
  dataFolder: string,
): Promise<PostmasterFile | null | { readonly damagedForMs: number }> {
  const path = postmasterPath(dataFolder);
  const text = await orIfMissing(readFile(path, 'utf8'), null);
  if (text === null) return null;
  const parsed = parsePostmasterFile(text);
  if (parsed !== null) return parsed;
  const info = await orIfMissing(stat(path), null);
  return info === null ? null : { damagedForMs: Date.now() - info.mtimeMs };
}

export async function removePostmasterFile(dataFolder: string): Promise<void> {
  await rm(postmasterPath(dataFolder), { force: true });
}

function postmasterPath(dataFolder: string): string {
  return join(dataFolder, 'postmaster.pid');
}
