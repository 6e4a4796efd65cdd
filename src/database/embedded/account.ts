import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { EmbeddedPostgresError, orIfMissing, useYourOwn } from './errors.js';
import { runsAsRoot } from './home.js';

const execute = promisify(execFile);

/** The operating-system user that Postgres runs as; null stands for the current user. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

const known = ['postgres', '_postgres', 'wattfactor'];
const created = 'wattfactor';
const ways: ReadonlyArray<readonly [string, readonly string[]]> = [
  ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', created]],
  // busybox
  ['adduser', ['-S', '-D', '-H', '-s', '/bin/false', created]],
];

/**
 * Postgres refuses to run as root, so root gets another user for it: the one that owns the cluster, else the
 * system's `postgres`, else a system user made for this.
 */
export async function chooseAccount(dataFolder: string | null): Promise<Account | null> {
  if (!runsAsRoot()) return null;
  const owner = dataFolder === null ? null : await orIfMissing(stat(dataFolder), null);
  const account =
    owner && owner.uid !== 0
      ? { uid: owner.uid, gid: owner.gid, name: `uid ${owner.uid}` }
      : ((await findAccount()) ?? (await createAccount()));
  await requireSwitch(account);
  return account;
}

/** In some containers root is not allowed to start processes as somebody else. */
async function requireSwitch(account: Account): Promise<void> {
  try {
    await runAs(account, '/bin/sh', ['-c', ':']);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `Postgres refuses to run as root, and this system does not let root start a process as "${account.name}" ` +
        `(${String(error)}). Start Wattfactor as an ordinary user. ${useYourOwn}`,
      { cause: error },
    );
  }
}

async function findAccount(): Promise<Account | null> {
  for (const name of known) {
    try {
      const [uid, gid] = await Promise.all([execute('id', ['-u', name]), execute('id', ['-g', name])]);
      const account = { uid: Number(uid.stdout), gid: Number(gid.stdout), name };
      if (account.uid > 0) return account;
    } catch {
      continue;
    }
  }
  return null;
}

async function createAccount(): Promise<Account> {
  const reasons: string[] = [];
  for (const [command, args] of ways) {
    try {
      await execute(command, [...args]);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message.trim() : String(error));
    }
    // Also after a failure: another start may have made it at the same moment.
    const account = await findAccount();
    if (account) return account;
  }
  throw new EmbeddedPostgresError(
    'Postgres refuses to run as root, there is no user "postgres" to run it as, and making a user failed ' +
      `(${reasons.join('; ')}). Start Wattfactor as an ordinary user, or make a system user "${created}". ` +
      useYourOwn,
  );
}

/** A small environment of our own: variables such as PGDATA, PGPORT or LC_ALL must not reach Postgres. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const own = { LC_ALL: 'C', TZ: 'UTC' };
  if (process.platform === 'win32') return { ...process.env, ...own };
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', ...own };
}

/** Options under which a child process runs as the account. */
export function asAccount(account: Account | null): {
  cwd: string;
  env: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
} {
  // The current folder may be closed to the account.
  const base = { cwd: process.platform === 'win32' ? process.cwd() : '/', env: postgresEnvironment() };
  return account === null ? base : { ...base, uid: account.uid, gid: account.gid };
}

/** Runs a program as the account to its end and gives what it printed. */
export async function runAs(account: Account | null, file: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execute(file, [...args], { ...asAccount(account), maxBuffer: 16 << 20 });
  return stdout;
}

/** Whether the account can pass through every folder on the way to this one, tried rather than computed. */
export async function canReach(account: Account | null, folder: string): Promise<boolean> {
  if (account === null) return true;
  try {
    await runAs(account, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder]);
    return true;
  } catch {
    return false;
  }
}
