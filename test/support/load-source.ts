import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './service.js';

const execute = promisify(execFile);

/** Loads a source folder below `test/fixtures/sources` as seeding does; gives the line that seeding would print. */
export async function loadSource(url: string, folder: string, shape: 'study' | 'record'): Promise<string> {
  const script = join(root, 'test', 'support', 'seed-fixture.mjs');
  const { stdout } = await execute(process.execPath, [script, url, folder, shape]);
  return JSON.parse(stdout) as string;
}
