import { chmod, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, posix, resolve, win32 } from 'node:path';

/** Where everything that belongs to one embedded database lies. */
export interface HomePaths {
  readonly home: string;
  /** Held by the service that runs the cluster. */
  readonly lock: string;
  readonly log: string;
  readonly password: string;
  /** The cluster itself, unless `location` names another folder. */
  readonly data: string;
  /** Written only where the Postgres user cannot reach the home: the folder that holds the cluster instead. */
  readonly location: string;
  /** Filled only where Postgres cannot run from node_modules. */
  readonly binaries: string;
}

/** Where root keeps what the Postgres user must reach when the home or node_modules is closed to that user. */
export const sharedFolder = '/var/lib/wattfactor';

type Environment = Readonly<Record<string, string | undefined>>;

/** `WATTFACTOR_HOME`, or the folder that the platform sets aside for a user's application data. */
export function defaultHome(env: Environment, platform: NodeJS.Platform): string {
  if (env.WATTFACTOR_HOME) return resolve(env.WATTFACTOR_HOME);
  if (platform === 'win32') {
    const local = env.LOCALAPPDATA ?? win32.join(env.USERPROFILE ?? homedir(), 'AppData', 'Local');
    return win32.join(local, 'wattfactor');
  }
  const user = env.HOME ?? homedir();
  if (platform === 'darwin') return posix.join(user, 'Library', 'Application Support', 'wattfactor');
  // The XDG specification has relative paths ignored.
  const xdg = env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : posix.join(user, '.local', 'share');
  return posix.join(xdg, 'wattfactor');
}

export function homePaths(home: string): HomePaths {
  return {
    home,
    lock: join(home, 'wattfactor.lock'),
    log: join(home, 'postgres.log'),
    password: join(home, 'postgres.password'),
    data: join(home, 'postgres'),
    location: join(home, 'postgres.location'),
    binaries: join(home, 'postgres-binaries'),
  };
}

export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Makes the home on first use and gives its real path. An ordinary user's home is private. Root's is opened
 * for passing through (not for listing), since Postgres runs there as another user; of folders that were there
 * before, only an empty home is opened.
 */
export async function prepareHome(path: string): Promise<string> {
  const made = await makeFolder(path);
  const home = await realpath(path);
  if (!runsAsRoot()) {
    if (made) await chmod(home, 0o700);
  } else if (made) {
    await chmod(home, 0o711);
  } else if ((await readdir(home)).length === 0) {
    await openForPassing(home);
  }
  return home;
}

/** `mkdir -p`; where root makes folders, others may pass through them. Tells whether the folder is new. */
export async function makeFolder(path: string): Promise<boolean> {
  const folder = resolve(path);
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return false;
  if (!runsAsRoot()) return true;
  for (let made = folder; ; made = dirname(made)) {
    await openForPassing(made);
    if (made === resolve(first) || made === dirname(made)) return true;
  }
}

async function openForPassing(folder: string): Promise<void> {
  const { mode } = await stat(folder);
  if ((mode & 0o011) !== 0o011) await chmod(folder, (mode & 0o7777) | 0o011);
}
