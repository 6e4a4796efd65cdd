import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { errorCode } from './errors.js';

const execute = promisify(execFile);

/** A process as named in a file: its number, and a mark that a later process of the same number lacks. */
export interface ProcessName {
  readonly pid: number;
  readonly mark: string;
}

export function formatProcessName({ pid, mark }: ProcessName): string {
  return `${pid}:${mark}`;
}

export function parseProcessName(text: string): ProcessName | null {
  const [, pid, mark] = /^(\d+):(\S+)\s*$/.exec(text) ?? [];
  return pid && mark && Number(pid) > 0 ? { pid: Number(pid), mark } : null;
}

const unknown = '?';

/** The mark of a live process, `?` where the system does not tell, null where there is no such process. */
export async function processMark(pid: number): Promise<string | null> {
  if (!mayExist(pid)) return null;
  if (process.platform === 'linux') return linuxMark(pid);
  if (process.platform === 'win32') return unknown;
  const started = await execute('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => null);
  return started === null ? unknown : started.stdout.trim().replace(/\W+/g, '-');
}

/** Whether the process that was named is still the one that runs; in doubt, yes. */
export async function stillRuns(name: ProcessName): Promise<boolean> {
  const mark = await processMark(name.pid);
  return mark !== null && (mark === unknown || name.mark === unknown || mark === name.mark);
}

/** The command line of a process as one string, or null where the system does not tell. */
export async function commandLine(pid: number): Promise<string | null> {
  if (process.platform === 'win32') return null;
  if (process.platform === 'linux') {
    const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return raw === '' ? null : raw.replace(/\0/g, ' ');
  }
  const shown = await execute('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => null);
  return shown === null ? null : `${shown.stdout.trim()} `;
}

/** The current folder of a process, or null where the system does not tell. */
export async function workingFolder(pid: number): Promise<string | null> {
  return readlink(`/proc/${pid}/cwd`).catch(() => null);
}

/** State and start time from `/proc/<pid>/stat`; the program's name in it may hold spaces and parentheses. */
export function parseProcStat(text: string): { state: string; startTime: string } | null {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, startTime] = [fields[0], fields[19]];
  return state && startTime ? { state, startTime } : null;
}

async function linuxMark(pid: number): Promise<string | null> {
  const parsed = parseProcStat(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''));
  if (parsed === null) return mayExist(pid) ? unknown : null;
  if (parsed.state === 'Z' || parsed.state === 'X') return null;
  // Start times count from boot, so two boots can give the same one.
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${parsed.startTime}-${boot.slice(0, 8)}`;
}

/** Whether the number is taken, be it by a process that has ended and waits to be collected. */
export function mayExist(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}
