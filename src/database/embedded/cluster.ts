import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Account, runAs } from './account.js';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError, orIfMissing } from './errors.js';

/** The only role, and the name of the database. */
export const clusterName = 'wattfactor';

export interface ClusterPlan {
  readonly dataFolder: string;
  readonly passwordFile: string;
  readonly binaries: Binaries;
  readonly account: Account | null;
}

/** Creates the cluster on first use, and gives the password of its role. Never touches a cluster that is there. */
export async function ensureCluster(plan: ClusterPlan, log: (line: string) => void): Promise<string> {
  if (!(await isEmpty(plan.dataFolder))) {
    await requireSameMajor(plan);
    return readPassword(plan.passwordFile, plan.dataFolder);
  }
  log(`creating the database in ${plan.dataFolder}`);
  const password = await keepPassword(plan.passwordFile);
  await create(plan, password);
  return password;
}

export async function readPassword(file: string, dataFolder: string): Promise<string> {
  const password = await orIfMissing(readFile(file, 'utf8'), null);
  if (password !== null) return password.trim();
  throw new EmbeddedPostgresError(
    `The database in ${dataFolder} is there, but its password file ${file} is not. Put the file back from a ` +
      'backup, or move the database folder away to start with an empty one.',
  );
}

async function requireSameMajor({ dataFolder, binaries }: ClusterPlan): Promise<void> {
  const version = (await orIfMissing(readFile(join(dataFolder, 'PG_VERSION'), 'utf8'), '')).trim();
  if (version === binaries.major) return;
  const keep = 'Nothing in it was changed.';
  if (version === '') {
    throw new EmbeddedPostgresError(
      `${dataFolder} holds files but no Postgres cluster. ${keep} Move it away, or set WATTFACTOR_HOME to another folder.`,
    );
  }
  throw new EmbeddedPostgresError(
    `The database in ${dataFolder} was made by Postgres ${version}; this Wattfactor brings Postgres ` +
      `${binaries.major}, which cannot read it. ${keep} To keep the data, dump it with pg_dump from a Postgres ` +
      `${version} on that folder (or run the Wattfactor version that made it), move the folder away, start this ` +
      'version, and restore the dump. To start empty, set WATTFACTOR_HOME to another folder.',
  );
}

/** The password is on disk before the cluster that it opens; a first start that was cut short uses it again. */
async function keepPassword(file: string): Promise<string> {
  const kept = (await orIfMissing(readFile(file, 'utf8'), '')).trim();
  if (kept !== '') return kept;
  const password = randomBytes(24).toString('base64url');
  const draft = `${file}.new`;
  await rm(draft, { force: true });
  await writeFile(draft, `${password}\n`, { mode: 0o600, flag: 'wx', flush: true });
  await rename(draft, file);
  return password;
}

/** Works in a folder beside the cluster's and renames at the end, so that a half-made cluster is never in place. */
async function create(plan: ClusterPlan, password: string): Promise<void> {
  const { dataFolder, account, binaries } = plan;
  const parent = dirname(dataFolder);
  await removeLeftovers(parent, basename(dataFolder));
  const draft = join(parent, `${basename(dataFolder)}.new-${randomBytes(4).toString('hex')}`);
  const data = join(draft, 'data');
  const passwordFile = join(draft, 'password');
  await mkdir(draft, { mode: 0o700 });
  await mkdir(data, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  for (const path of [passwordFile, data, draft]) await give(path, account);
  try {
    await runAs(account, binaries.initdb, initdbArguments(data, passwordFile));
    await rename(data, dataFolder);
    await syncFolder(parent);
  } catch (error) {
    const detail = error instanceof Error && 'stderr' in error ? `: ${String(error.stderr).trim()}` : '';
    throw new EmbeddedPostgresError(
      `Creating the database in ${dataFolder} failed${detail || `: ${String(error)}`}`,
      {
        cause: error,
      },
    );
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The same order of text on every machine, passwords always asked for, damaged pages noticed. */
export function initdbArguments(dataFolder: string, passwordFile: string): string[] {
  return [
    `--pgdata=${dataFolder}`,
    `--username=${clusterName}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
  ];
}

async function give(path: string, account: Account | null): Promise<void> {
  if (account === null) return;
  try {
    await chown(path, account.uid, account.gid);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `${path} cannot be given to the user "${account.name}", whom Postgres runs as (${String(error)}). ` +
        'Set WATTFACTOR_HOME to a folder on a local disk, or start Wattfactor as an ordinary user.',
      { cause: error },
    );
  }
}

async function removeLeftovers(parent: string, name: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    if (!entry.startsWith(`${name}.new-`)) continue;
    // An initdb that outlived its Node may still write there; the next start tries again.
    await rm(join(parent, entry), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

async function isEmpty(folder: string): Promise<boolean> {
  return (await orIfMissing(readdir(folder), [])).length === 0;
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

/** Reinstates the mode that Postgres insists on, which copying a home may have changed. */
export async function closeToOthers(dataFolder: string): Promise<void> {
  if (process.platform === 'win32') return;
  if (((await stat(dataFolder)).mode & 0o077) !== 0) await chmod(dataFolder, 0o700);
}
