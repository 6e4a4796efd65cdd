import { createHash, randomBytes } from 'node:crypto';
import { access, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, canReach } from './account.js';
import { EmbeddedPostgresError, orIfMissing, useYourOwn } from './errors.js';
import { type HomePaths, makeFolder, sharedFolder } from './home.js';

/**
 * The cluster folder that the home already has or names, else null. A home that names a folder which is gone
 * is an error: starting over there would look like a loss of data.
 */
export async function findDataFolder(paths: HomePaths): Promise<string | null> {
  const elsewhere = (await orIfMissing(readFile(paths.location, 'utf8'), '')).trim();
  if (elsewhere === '') return (await exists(paths.data)) ? paths.data : null;
  if (await exists(elsewhere)) return join(elsewhere, 'postgres');
  throw new EmbeddedPostgresError(
    `${paths.location} says that the database of this home lies in ${elsewhere}, which is gone. ` +
      `Put that folder back; or, if the data is lost, delete ${paths.location} to start with an empty database. ` +
      'To keep the database inside the home, set WATTFACTOR_HOME to a folder that other users may pass through.',
  );
}

/**
 * Chooses the folder of a new cluster: in the home, or, where the account cannot get there (a home below
 * root's own mode-700 folder), in a folder of its own that the home's `postgres.location` names from then on.
 * The name decides, not the home's path: a moved home keeps its data, a deleted one does not come back.
 */
export async function placeDataFolder(paths: HomePaths, account: Account | null): Promise<string> {
  if (await canReach(account, paths.home)) return paths.data;
  const hash = createHash('sha256').update(paths.home).digest('hex').slice(0, 8);
  const folder = join(sharedFolder, `${hash}-${randomBytes(4).toString('hex')}`);
  await makeFolder(folder);
  if (!(await canReach(account, folder))) throw unreachable(account, `${paths.home} or ${folder}`);
  await writeFile(join(folder, 'HOME'), `${paths.home}\n`);
  const draft = `${paths.location}.new`;
  await writeFile(draft, `${folder}\n`);
  await rename(draft, paths.location);
  return join(folder, 'postgres');
}

/** Fails where the account cannot use the folder that the cluster is in. */
export async function requireAccess(account: Account | null, folder: string): Promise<void> {
  if (account === null) return;
  if ((await stat(folder)).uid !== account.uid) {
    throw new EmbeddedPostgresError(
      `${folder} belongs to root, and Postgres refuses to run as root. Give the folder and all in it to the ` +
        `user "${account.name}" (chown -R ${account.name} ${folder}).`,
    );
  }
  if (!(await canReach(account, folder))) throw unreachable(account, folder);
}

function unreachable(account: Account | null, folder: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `Postgres runs as the user "${account?.name}", who cannot get to ${folder}: a folder on the way is closed. ` +
      `Open it for passing through (chmod o+x), or set WATTFACTOR_HOME to another folder. ${useYourOwn}`,
  );
}

async function exists(path: string): Promise<boolean> {
  return orIfMissing(
    access(path).then(() => true),
    false,
  );
}
