import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { orIfMissing } from './errors.js';

const rotateAbove = 1 << 20;
const readAtMost = 64 << 10;

/** Postgres's log file. One older file is kept; the switch happens at start. */
export async function rotateLog(path: string): Promise<void> {
  const size = (await orIfMissing(stat(path), null))?.size ?? 0;
  if (size > rotateAbove) await rename(path, `${path}.1`);
}

/** What Postgres adds to the log from now on. */
export async function markLog(path: string): Promise<{ handle: FileHandle; since: () => Promise<string> }> {
  const handle = await open(path, 'a', 0o600);
  const { size } = await handle.stat();
  return { handle, since: () => readFrom(path, size) };
}

async function readFrom(path: string, start: number): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const from = Math.max(start, size - readAtMost);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.max(0, size - from)), 0, null, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

export function lastLines(text: string, count = 12): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

/** Why a start failed, as far as another try may help. */
export type StartFailure = 'port-taken' | 'folder-in-use' | 'other';

export function classifyFailure(log: string): StartFailure {
  if (/lock file "[^"]*postmaster\.pid"|pre-existing shared memory block/.test(log)) return 'folder-in-use';
  if (/could not create any TCP\/IP sockets|Address already in use/.test(log)) return 'port-taken';
  return 'other';
}
