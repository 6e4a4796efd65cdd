import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterSuite } from './cleanup.js';

/** A folder that is not there yet, for a service to keep its data in; removed after the suite. */
export async function newHome(): Promise<string> {
  const parent = realpathSync(await mkdtemp(join(tmpdir(), 'wattfactor-home-')));
  // where tests run as root, Postgres does not, and has to get there
  await chmod(parent, 0o711);
  afterSuite(() => rm(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  return join(parent, 'home');
}

/** Command lines of the live processes that mention a folder, by process id. */
export function processesOf(folder: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const command = commandLine(Number(name));
    if (command.includes(folder)) found.set(Number(name), command);
  }
  return found;
}

/** The process id in the lock file of the Postgres in a home. */
export function postmasterOf(home: string): number {
  return Number(readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
