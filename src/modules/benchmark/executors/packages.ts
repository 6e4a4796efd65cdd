import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { byText } from '../../../core/collections.js';

const resolver = createRequire(import.meta.url);

/** The folder of an installed package; null where it is not installed. */
export function packageFolder(name: string): string | null {
  const found = (resolver.resolve.paths(name) ?? []).map((path) => join(path, name));
  return found.find((path) => existsSync(join(path, 'package.json'))) ?? null;
}

/** The version of an installed package; null where it is not installed. */
export async function packageVersion(name: string): Promise<string | null> {
  const folder = packageFolder(name);
  if (folder === null) return null;
  return (JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}

/** Versions of the packages that are installed. */
export async function versionsOf(names: readonly string[]): Promise<Record<string, string>> {
  const found = await Promise.all(names.map(async (name) => [name, await packageVersion(name)] as const));
  return Object.fromEntries(found.filter(([, version]) => version !== null)) as Record<string, string>;
}

/** SHA-256 over files in the order given, hexadecimal: of one file, its plain hash. */
export async function sha256OfFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) await pipeline(createReadStream(path), hash, { end: false });
  return hash.digest('hex');
}

/** Files below a folder whose names fit, in order of their paths. */
export async function filesBelow(folder: string, fits: RegExp): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => !entry.isDirectory() && fits.test(entry.name));
  return files
    .map((entry) => join(entry.parentPath ?? dirname(folder), entry.name))
    .sort(byText((path) => path));
}
