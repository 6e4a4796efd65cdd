import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { benchCli } from './support/benchmark/cli.js';
import { ended, ordering, SHORT } from './support/benchmark/orders.js';
import { afterSuite } from './support/cleanup.js';
import { createDatabase } from './support/database.js';
import { createKey } from './support/keys.js';
import { describeIf } from './support/models/if-installed.js';
import { startLlamaServer } from './support/models/llama-server.js';
import { tinyLlama } from './support/models/tiny-llama.js';
import { startService } from './support/service.js';

jest.setTimeout(120_000);

const inPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'llama-server'));
const program = [process.env['WATTFACTOR_TEST_LLAMA_SERVER'] ?? '', ...inPath].find((path) =>
  existsSync(path),
);
const WAY_OUT = 'scripts/get-llama-server.sh FOLDER, then WATTFACTOR_TEST_LLAMA_SERVER=FOLDER/llama-server';

/** llama.cpp's own server, on a tiny model of random weights that would end its output at once. */
describeIf(program !== undefined, 'llama-server', WAY_OUT, () => {
  type Server = Awaited<ReturnType<typeof startLlamaServer>>;
  let server: Server;
  let orders: ReturnType<typeof ordering>;
  const folder = mkdtempSync(join(tmpdir(), 'wattfactor-llama-server-'));
  const model = join(folder, 'terse.gguf');
  const start = (): Promise<Server> => startLlamaServer(program ?? '', model);

  beforeAll(async () => {
    afterSuite(() => rm(folder, { recursive: true }));
    writeFileSync(model, tinyLlama({ endsAtOnce: true }));
    server = await start();
    const databaseUrl = await createDatabase();
    const service = await startService({ databaseUrl, env: { WATTFACTOR_WORKER: 'on' } });
    orders = ordering(service, await createKey(databaseUrl, 'benchmarks:run'));
  });

  const ordered = (over: object, settings: object = {}) => ({
    ...{ executor: 'endpoint', task: 'text-generation', model: 'tiny', maxAttempts: 1 },
    ...{ meters: ['ram-model'], settings: { ...SHORT, inferences: 4, ...settings } },
    options: { endpoint: server.url, dialect: 'llama.cpp', outputTokens: 7, synthetic: true, ...over },
  });

  it.each([
    ['at once', {}, {}],
    ['as a stream', { stream: true }, {}],
    ['two at a time', {}, { batchSize: 2 }],
  ])(
    'answers %s with its own counts, and outputs of the length that was asked for',
    async (_name, over, settings) => {
      const job = await orders.run(ordered(over, settings));
      expect([job.status, job.reason]).toEqual([expect.stringMatching(/converged/), null]);
      const works = job.repetitions.map(({ work }) => work as Record<string, number>);
      expect(works).toEqual([
        expect.objectContaining({ inferences: 4, outputTokens: 28, cachedInputTokens: 0, retries: 0 }),
        expect.objectContaining({ inferences: 4, outputTokens: 28, cachedInputTokens: 0, retries: 0 }),
      ]);
      expect(works[0]?.['inputTokens']).toBeGreaterThan(1_000);
      expect(works[1]?.['inputTokens']).toBe(works[0]?.['inputTokens']);
      expect(job.runIds).toHaveLength(2);
    },
  );

  it('ends outputs early where nobody says that it is llama.cpp, and the counts tell', async () => {
    const job = await orders.run(ordered({ dialect: 'openai' }));
    expect(job.repetitions[0]?.work).toMatchObject({ inferences: 4, outputTokens: 4 });
  });

  it('tells in its own words what it does not take', async () => {
    const job = await orders.run({ ...ordered({ outputTokens: 7 }), dataset: longText(folder) });
    expect(job.status).toBe('failed');
    expect(job.reason).toMatch(/answered 400: .*exceed.*context/i);
  });

  it('is metered from the command line with the processor time of the server', async () => {
    const out = join(folder, 'runs.json');
    const { code, stdout } = await benchCli(folder).bench(
      ...['--task', 'text-generation', '--executor', 'endpoint', '--endpoint', server.url, '--model', 'tiny'],
      ...['--dialect', 'llama.cpp', '--output-tokens', '5', '--synthetic', '--pid', String(server.pid)],
      ...['--meter', 'cpu-tdp-model', 'ram-model', '--idle', '0', '-n', '4', '--out', out],
      ...['--max-repetitions', '2', '--repetition-seconds', '0', '--target', '100'],
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^gross /m) as string });
    const [run] = JSON.parse(readFileSync(out, 'utf8')) as Record<string, unknown>[];
    expect(run).toMatchObject({ model: 'synthetic/tiny', engine: 'llama.cpp', outputTokensPerUnit: 5 });
  });

  it('keeps what was finished where the server is killed', async () => {
    const settings = { minRepetitions: 500, maxRepetitions: 500 };
    const { body } = await orders.order(ordered({}, settings));
    await orders.until(body.id, ({ repetitions }) => repetitions.length > 0);
    await server.kill();
    const job = await orders.until(body.id, ended);
    expect([job.status, job.reason]).toEqual([
      'partial',
      expect.stringMatching(/does not answer: .*5 of 5 tries/),
    ]);
    expect(job.repetitions.length).toBeGreaterThan(0);
    expect(job.runIds).toHaveLength(job.repetitions.length);
    server = await start();
    expect((await orders.run(ordered({}))).reason).toBeNull();
  });
});

/** Longer than the context of the server. */
function longText(folder: string): string {
  const path = join(folder, 'long.jsonl');
  writeFileSync(path, `${JSON.stringify({ text: 'a long text '.repeat(2_000) })}\n`);
  return path;
}
