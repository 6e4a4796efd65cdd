import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const stampPath = join(root, 'dist', '.source-hash');

const sources = ['src', 'migrations'];
const files = ['nest-cli.json', '.swcrc', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

function* walk(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(path);
    else if (path.endsWith('.ts') && !path.endsWith('.spec.ts') && path !== 'src/metadata.ts') yield path;
  }
}

/** One hash over everything that a build reads. */
export function sourceHash() {
  const hash = createHash('sha256');
  for (const path of [...sources.flatMap((folder) => [...walk(folder)]), ...files]) {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}
