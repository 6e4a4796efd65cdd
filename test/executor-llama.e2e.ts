import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCli } from './support/benchmark/cli.js';
import { ended, ordering, SHORT } from './support/benchmark/orders.js';
import { afterSuite } from './support/cleanup.js';
import { createDatabase } from './support/database.js';
import { createKey } from './support/keys.js';
import { describeIfInstalled } from './support/models/if-installed.js';
import { tinyLlama } from './support/models/tiny-llama.js';
import { startService } from './support/service.js';

jest.setTimeout(120_000);

/** llama.cpp itself, on a tiny model of random weights: what runs is proven, not what it is worth. */
describeIfInstalled('node-llama-cpp', () => {
  let orders: ReturnType<typeof ordering>;
  const folder = mkdtempSync(join(tmpdir(), 'wattfactor-llama-'));
  const write = (name: string, content: Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const tiny = write('tiny.gguf', tinyLlama());
  /** The end is the likeliest token from the start. */
  const terse = write('terse.gguf', tinyLlama({ endsAtOnce: true }));

  beforeAll(async () => {
    afterSuite(() => rm(folder, { recursive: true }));
    const databaseUrl = await createDatabase();
    const service = await startService({
      databaseUrl,
      env: { WATTFACTOR_WORKER: 'on', WATTFACTOR_CPU_TDP_W: '100' },
    });
    orders = ordering(service, await createKey(databaseUrl, 'benchmarks:run'));
  });

  const ordered = (modelPath: string, over: object = {}) => ({
    ...{ executor: 'llama', task: 'text-generation', settings: { ...SHORT, inferences: 3 } },
    options: { modelPath, synthetic: true, threads: 1, outputTokens: 7, ...over },
  });

  it('runs a job, metered, whose tokens are counted and whose weights are known', async () => {
    const job = await orders.run({ ...ordered(tiny), meters: ['cpu-tdp-model', 'ram-model'] });
    expect([job.status, job.reason]).toEqual([expect.stringMatching(/converged/), null]);
    for (const { work, grossEnergyWh } of job.repetitions) {
      expect(work).toMatchObject({ inferences: 3, outputTokens: 21 });
      expect((work as Record<string, number>)['inputTokens']).toBeGreaterThan(3);
      expect(grossEnergyWh).toBeGreaterThan(0);
    }
    expect(job.weightsSha256).toBe(createHash('sha256').update(readFileSync(tiny)).digest('hex'));
    expect(job.loadedModel).toMatchObject({ modelId: 'tiny.gguf', threads: 1, synthetic: true });
    expect(job.runIds).toHaveLength(2);
  });

  it('writes as many tokens as were asked for, past the end that the model would set', async () => {
    const { repetitions } = await orders.run(ordered(terse));
    expect(repetitions.map(({ work }) => work)).toEqual([
      expect.objectContaining({ inferences: 3, outputTokens: 21 }),
      expect.objectContaining({ inferences: 3, outputTokens: 21 }),
    ]);
  });

  it.each([
    [
      'the file is cut off',
      () => write('cut.gguf', tinyLlama().subarray(0, 5_000)),
      {},
      /cut\.gguf cannot be loaded: .*failed to read/,
    ],
    [
      'it is no GGUF file',
      () => write('none.gguf', Buffer.from('hello, hello')),
      {},
      /none\.gguf cannot be loaded: .*magic/,
    ],
    ['it is not there', () => join(folder, 'absent.gguf'), {}, /absent\.gguf cannot be loaded: ENOENT/],
    [
      'the output is longer than its context',
      () => tiny,
      { outputTokens: 40_000 },
      /40000 new tokens do not fit into its context of 32768/,
    ],
  ])('ends with the reason where %s', async (_name, path, over, reason) => {
    const job = await orders.run({ ...ordered(path(), over), maxAttempts: 1 });
    expect([job.status, job.runIds]).toEqual(['failed', []]);
    expect(job.reason).toMatch(reason);
  });

  it('is cancelled between two tokens', async () => {
    const { body } = await orders.order(ordered(tiny, { outputTokens: 30_000 }));
    await orders.until(body.id, ({ progress }) => progress?.stage === 'warm-up');
    await orders.cancel(body.id);
    const job = await orders.until(body.id, ended);
    expect(job).toMatchObject({ status: 'cancelled', repetitions: [] });
  });

  it('runs from the command line, and writes the runs as those of random weights', async () => {
    const out = join(folder, 'runs.json');
    const { code, stdout, stderr } = await benchCli(folder).bench(
      ...['--task', 'text-generation', '--executor', 'llama', '--model-path', terse, '--synthetic'],
      ...['-n', '3', '--output-tokens', '5', '--threads', '1', '--out', out],
      ...['--meter', 'cpu-tdp-model', 'ram-model', '--idle', '0'],
      ...['--max-repetitions', '2', '--repetition-seconds', '0', '--target', '100'],
    );
    expect({ code, stderr: stderr.includes('wattfactor:') }).toEqual({ code: 0, stderr: false });
    expect(stdout).toMatch(/^gross {2}[\d.e-]+ kWh per 1,000 inferences/m);
    const [run] = JSON.parse(readFileSync(out, 'utf8')) as Record<string, unknown>[];
    expect(run).toMatchObject({ model: 'synthetic/terse.gguf', outputTokensPerUnit: 5 });
  });
});
