import { realpath } from 'node:fs/promises';
import { errorCode } from './errors.js';
import { readPostmasterFile, removePostmasterFile } from './postmaster-file.js';
import {
  commandLine,
  mayExist,
  parseProcessName,
  processMark,
  type ProcessName,
  stillRuns,
  workingFolder,
} from './processes.js';
import { ownerSetting } from './settings.js';

/** What stands in the way of starting on a data folder. */
export type Predecessor =
  | { readonly kind: 'none' }
  /** A Postgres that is going away, or one that we know nothing about. */
  | { readonly kind: 'postgres'; readonly pid: number | null }
  /** A Postgres whose service is alive. */
  | { readonly kind: 'service'; readonly pid: number };

const damagedIsStaleAfterMs = 2000;

/**
 * Looks at what an earlier run left in the data folder. A lock file that Postgres would trip over for ever (its
 * process number now belongs to something else, or it was cut short) is removed; a Postgres that outlived its
 * service is told to shut down.
 */
export async function clearPredecessor(dataFolder: string): Promise<Predecessor> {
  const file = await readPostmasterFile(dataFolder);
  if (file === null) return { kind: 'none' };
  if ('damagedForMs' in file) {
    if (file.damagedForMs < damagedIsStaleAfterMs) return { kind: 'postgres', pid: null };
    await removePostmasterFile(dataFolder);
    return { kind: 'none' };
  }
  if ((await processMark(file.pid)) === null) {
    // A dead process that nobody has collected yet still counts as alive for Postgres.
    if (mayExist(file.pid)) await removePostmasterFile(dataFolder);
    return { kind: 'none' };
  }
  const command = await commandLine(file.pid);
  if (command === null) return { kind: 'postgres', pid: file.pid };
  if (!isPostmasterOf(command, dataFolder)) {
    if (await mayBeForeignPostgres(file.pid, command, dataFolder)) return { kind: 'postgres', pid: file.pid };
    await removePostmasterFile(dataFolder);
    return { kind: 'none' };
  }
  const owner = ownerIn(command);
  if (owner === null) return { kind: 'postgres', pid: file.pid };
  if (await stillRuns(owner)) return { kind: 'service', pid: owner.pid };
  askToStop(file.pid);
  return { kind: 'postgres', pid: file.pid };
}

/** Whether a command line is that of the Postgres on this folder, and not of the shell that watches it. */
export function isPostmasterOf(command: string, dataFolder: string): boolean {
  const [program, ...rest] = command.split(` -D ${dataFolder} `);
  const isPostgres = /(^|[/\\])postgres(\.exe)?$/.test(program ?? '');
  return rest.length > 0 && isPostgres && !/^\S*sh -c /.test(command);
}

/** Whether this may be a Postgres that somebody else started on the folder; a postmaster works in its folder. */
async function mayBeForeignPostgres(pid: number, command: string, dataFolder: string): Promise<boolean> {
  if (!/\bpost(gres|master)\b/.test(command)) return false;
  const folder = await workingFolder(pid);
  return folder === null || folder === (await realpath(dataFolder));
}

/** The service that started a Postgres, from the Postgres's command line. */
export function ownerIn(command: string): ProcessName | null {
  const [, value] = new RegExp(` ${ownerSetting.replace('.', '\\.')}=(\\S+)`).exec(command) ?? [];
  return value === undefined ? null : parseProcessName(value);
}

/** SIGINT asks a postmaster for a fast, orderly shutdown. */
export function askToStop(pid: number, signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!['ESRCH', 'EPERM'].includes(errorCode(error))) throw error;
  }
}
