// Builds when dist is missing or older than the sources. An image without sources runs what it has.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sourceHash, stampPath } from './source-hash.mjs';

if (!existsSync(join(root, 'src'))) process.exit(0);
const built = existsSync(stampPath) ? readFileSync(stampPath, 'utf8') : null;
if (built === sourceHash()) process.exit(0);
console.log('wattfactor: building ...');
const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
