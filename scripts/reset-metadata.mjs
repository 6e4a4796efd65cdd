// The build writes src/metadata.ts anew; a stale one breaks it after a rename, so it starts from an empty one.
import { existsSync, writeFileSync } from 'node:fs';

const target = new URL('../src/metadata.ts', import.meta.url);
const empty = 'export default async () => ({});\n';
if (process.argv.includes('--keep') && existsSync(target)) process.exit(0);
writeFileSync(target, empty);
