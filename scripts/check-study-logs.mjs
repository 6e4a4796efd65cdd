// `npm run check:study-logs -- FOLDER`: brings the study's own logs from a folder laid out as the authors' repository
// (data/emissions/complete, data/emissions/base) to a fresh service and compares every factor with the seed's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: npm run check:study-logs -- FOLDER');
  process.exit(2);
}
const jest = resolve(import.meta.dirname, '../node_modules/jest/bin/jest.js');
const child = spawn(
  process.execPath,
  [jest, '--selectProjects', 'e2e', '--testPathPatterns', 'test/study-files'],
  { stdio: 'inherit', env: { ...process.env, STUDY_LOGS: resolve(folder) } },
);
const [code] = await once(child, 'exit');
process.exit(code ?? 1);
