import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError, errorCode, orIfMissing } from './errors.js';
import {
  formatProcessName,
  parseProcessName,
  processMark,
  type ProcessName,
  stillRuns,
} from './processes.js';

const attempts = 20;

export interface ServiceLock {
  /** This process, as the lock names it. */
  readonly owner: ProcessName;
  release(): Promise<void>;
}

/** Makes this process the only one that runs the cluster of a home; a lock left by a dead process is taken over. */
export async function takeServiceLock(file: string, home: string): Promise<ServiceLock> {
  const owner = { pid: process.pid, mark: (await processMark(process.pid)) ?? '?' };
  const text = formatProcessName(owner);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      await writeFile(file, text, { flag: 'wx', mode: 0o600 });
      return { owner, release: () => release(file, text) };
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const found = await orIfMissing(readFile(file, 'utf8'), null);
    if (found === null) continue;
    const holder = parseProcessName(found);
    if (holder !== null && (await stillRuns(holder))) throw anotherService(home, holder.pid);
    // An empty lock may be one whose writer is between making and filling it.
    if (holder === null && attempt < 10) await sleep(50);
    else await removeStale(file, found);
  }
  throw new EmbeddedPostgresError(`${file} cannot be taken: other starts keep taking it. Try again.`);
}

export function anotherService(home: string, pid: number): EmbeddedPostgresError {
  const who = pid === process.pid ? 'this process' : `process ${pid}`;
  return new EmbeddedPostgresError(
    `another Wattfactor uses this data folder: ${who} runs the database in ${home}. ` +
      'Stop it first, or set WATTFACTOR_HOME to another folder.',
  );
}

/** Moves the lock aside before removing it: what was moved may be a newer lock, which then goes back. */
async function removeStale(file: string, stale: string): Promise<void> {
  const aside = `${file}.old-${randomBytes(4).toString('hex')}`;
  if ((await orIfMissing(rename(file, aside), 'gone')) === 'gone') return;
  const moved = await readFile(aside, 'utf8');
  if (moved !== stale) await writeFile(file, moved, { flag: 'wx', mode: 0o600 }).catch(() => undefined);
  await rm(aside, { force: true });
}

async function release(file: string, text: string): Promise<void> {
  if ((await orIfMissing(readFile(file, 'utf8'), '')) === text) await rm(file, { force: true });
}
