import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCli } from './support/benchmark/cli.js';
import { afterSuite } from './support/cleanup.js';
import { eventually } from './support/eventually.js';
import { describeIf, describeIfInstalled } from './support/models/if-installed.js';
import { tinyLlama } from './support/models/tiny-llama.js';
import { writeTinyTransformer } from './support/models/tiny-transformers.js';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'wattfactor-threads-'));
beforeAll(() => afterSuite(() => rm(folder, { recursive: true })));

/** Threads of the process while it infers with so many of its own. It is then interrupted, and says so. */
async function threadsOf(threads: number, ...options: string[]): Promise<number> {
  const { pid, ended, interrupt, said } = benchCli(folder).start(
    ...[
      '--task',
      'text-generation',
      '--synthetic',
      '--meter',
      'none',
      '-n',
      '2000',
      '--output-tokens',
      '200',
    ],
    ...['--threads', String(threads), ...options],
  );
  // said when the next stage has begun
  await eventually(
    async () => said().stderr,
    (text) => /^loading/m.test(text),
    60_000,
  );
  const count = readdirSync(`/proc/${pid}/task`).length;
  interrupt();
  const { code, stdout } = await ended;
  expect({ code, stdout }).toEqual({ code: 130, stdout: expect.stringMatching(/^cancelled/) as string });
  return count;
}

const moreForThreeThanForOne = async (...options: string[]): Promise<number> =>
  (await threadsOf(3, ...options)) - (await threadsOf(1, ...options));

describeIf(process.platform === 'linux', 'threads', 'they are counted in /proc', () => {
  describeIfInstalled('@huggingface/transformers', () => {
    it('has as many threads as it was given', async () => {
      const model = writeTinyTransformer(folder, 'text-generation');
      const options = ['--executor', 'transformers', '--model-path', folder, '--model', model];
      expect(await moreForThreeThanForOne(...options)).toBe(2);
    });
  });

  describeIfInstalled('node-llama-cpp', () => {
    it('has as many threads as it was given', async () => {
      const path = join(folder, 'tiny.gguf');
      writeFileSync(path, tinyLlama());
      expect(await moreForThreeThanForOne('--executor', 'llama', '--model-path', path)).toBe(2);
    });
  });
});
