import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './support/service.js';

const rowsOf = (text: string): string[] =>
  text.split('\n').filter((line) => /^\| .*( %|not offered) \|/.test(line));

const doc = (name: string): string[] => rowsOf(readFileSync(join(root, 'docs', name), 'utf8'));

it('has the numbers of the calibration in both documents', async () => {
  const command = join(root, 'dist', 'src', 'cli', 'calibrate.js');
  const computed = rowsOf((await promisify(execFile)(process.execPath, [command])).stdout);
  expect(computed.length).toBeGreaterThan(40);
  expect(doc('calibration.md')).toEqual(computed);
  expect(doc('method.md').filter((row) => row.startsWith('| **all**'))).toEqual(
    computed.filter((row) => row.startsWith('| **all**')),
  );
});
