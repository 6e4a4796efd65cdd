import { writeFileSync } from 'node:fs';
import { sourceHash, stampPath } from './source-hash.mjs';

writeFileSync(stampPath, sourceHash());
