import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { root } from './support/service.js';

const MAIN = join(root, 'dist', 'src', 'cli', 'main.js');

const failed = (file: string): Promise<{ code: unknown; stderr: string }> =>
  new Promise((resolve) => {
    const parameters = [MAIN, 'import', file, '--url', 'http://127.0.0.1:9', '--key', 'wf_a_b'];
    execFile(process.execPath, parameters, (error, _stdout, stderr) =>
      resolve({ code: error?.code, stderr }),
    );
  });

it('names the service, not the file, where nothing answers', async () => {
  const { code, stderr } = await failed(join(root, 'package.json'));
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/the service at http:\/\/127\.0\.0\.1:9 does not answer/),
  ]);
});

it('names the file that is not there', async () => {
  const { code, stderr } = await failed(join(root, 'no-such-file.csv'));
  expect([code, stderr]).toEqual([1, expect.stringMatching(/no-such-file\.csv.*ENOENT/)]);
});
