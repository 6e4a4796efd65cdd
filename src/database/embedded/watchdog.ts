import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { type Account, asAccount } from './account.js';
import { EmbeddedPostgresError } from './errors.js';

/**
 * Starts Postgres and holds its end of a pipe from Node. The pipe reaches its end when Node closes it or dies,
 * in whatever way; then Postgres is asked to shut down until it is gone (a first signal may come too early in
 * its start). The signals of a terminal or a service manager are left to Node and to Postgres.
 */
const script = `
trap '' HUP INT TERM
exec 3<&0
"$@" </dev/null >&2 3<&- &
postmaster=$!
echo "$postmaster"
(
  while read -r line; do :; done
  while kill -INT "$postmaster"; do sleep 1; done
) <&3 >/dev/null 2>&1 &
reader=$!
exec </dev/null >/dev/null 3<&-
wait "$postmaster"
status=$?
kill -KILL "$reader" 2>/dev/null
exit "$status"
`;

/** A started Postgres, which may not be ready yet. */
export interface Watched {
  readonly pid: number;
  /** The process between Node and Postgres; on Windows, Postgres itself. It ends when Postgres has. */
  readonly child: ChildProcess;
}

/**
 * Runs Postgres in a session of its own, so that Ctrl-C reaches only the service, which closes its connections
 * first. Windows has no `sh`: there Postgres is a plain child and outlives a Node that is killed; the next start
 * then reports which process holds the data folder.
 */
export async function startWatched(
  account: Account | null,
  command: readonly string[],
  logFd: number,
): Promise<Watched> {
  const [program, ...args] = command as [string, ...string[]];
  if (process.platform === 'win32') {
    const child = spawn(program, args, { ...asAccount(account), stdio: ['ignore', logFd, logFd] });
    await once(child, 'spawn');
    child.unref();
    return { pid: child.pid ?? 0, child };
  }
  const child = spawn('/bin/sh', ['-c', script, 'wattfactor-watchdog', ...command], {
    ...asAccount(account),
    detached: true,
    stdio: ['pipe', 'pipe', logFd],
  });
  // The pipe breaks when the watchdog is killed; its exit tells that already.
  child.stdin?.on('error', () => undefined);
  await once(child, 'spawn');
  const pid = await firstNumber(child.stdout as Readable);
  if (!(pid > 0)) {
    endWatch(child);
    throw new EmbeddedPostgresError('The shell that starts Postgres ended early; see its log.');
  }
  letGo(child);
  return { pid, child };
}

/** Closes the pipe, which makes the watchdog stop Postgres. */
export function endWatch(child: ChildProcess): void {
  child.ref();
  child.stdin?.end();
}

/** Node may exit while Postgres runs: that too is an end of the pipe. */
function letGo(child: ChildProcess): void {
  child.unref();
  const pipe = child.stdin as { unref?: () => void } | null;
  pipe?.unref?.();
}

async function firstNumber(stream: Readable): Promise<number> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return Number(text.trim());
}
