import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, truncateSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended, ordering, SHORT } from './support/benchmark/orders.js';
import { afterSuite } from './support/cleanup.js';
import { createDatabase } from './support/database.js';
import { createKey } from './support/keys.js';
import { describeIfInstalled } from './support/models/if-installed.js';
import { writeTinyInputs } from './support/models/tiny-inputs.js';
import { writeTinyTransformer } from './support/models/tiny-transformers.js';
import { fieldsOf, problem } from './support/problem.js';
import { startService } from './support/service.js';

jest.setTimeout(120_000);

/** transformers.js itself, on models of the right shape and random weights: what runs is proven, not what it is worth. */
describeIfInstalled('@huggingface/transformers', () => {
  let orders: ReturnType<typeof ordering>;
  const folder = mkdtempSync(join(tmpdir(), 'wattfactor-transformers-'));
  const { images, questions } = writeTinyInputs(folder);
  const mails = 'spam-assassin';
  const settings = { ...SHORT, inferences: 3 };

  beforeAll(async () => {
    afterSuite(() => rm(folder, { recursive: true }));
    const databaseUrl = await createDatabase();
    const service = await startService({
      databaseUrl,
      env: { WATTFACTOR_WORKER: 'on', WATTFACTOR_CPU_TDP_W: '100' },
    });
    orders = ordering(service, await createKey(databaseUrl, 'benchmarks:run'));
  });

  const ordered = (task: string, name = task, over: object = {}) => ({
    ...{
      executor: 'transformers',
      task,
      model: writeTinyTransformer(folder, name),
      dataset: mails,
      settings,
    },
    options: { modelPath: folder, synthetic: true, threads: 1, outputTokens: 7, ...over },
  });
  const sha256 = (...files: string[]): string =>
    files
      .reduce((hash, file) => hash.update(readFileSync(join(folder, file))), createHash('sha256'))
      .digest('hex');

  it.each([
    ['text-classification', mails, null],
    ['token-classification', mails, null],
    ['extractive-qa', questions, null],
    ['masked-language-modelling', mails, null],
    ['text-generation', mails, 21],
    ['summarization', mails, 21],
    ['image-classification', images, null],
    ['object-detection', images, null],
    ['image-captioning', images, 21],
  ])('does %s, metered', async (task, dataset, outputTokens) => {
    const job = await orders.run({ ...ordered(task), dataset, meters: ['cpu-tdp-model', 'ram-model'] });
    // two short repetitions may lie far apart, which is not what is tested
    expect([job.status, job.reason]).toEqual([expect.stringMatching(/converged/), null]);
    expect(job.repetitions.map(({ work }) => work)).toEqual([
      expect.objectContaining({ inferences: 3, outputTokens }),
      expect.objectContaining({ inferences: 3, outputTokens }),
    ]);
    for (const { grossEnergyWh } of job.repetitions) expect(grossEnergyWh).toBeGreaterThan(0);
    expect(job.loadedModel).toMatchObject({
      ...{ modelId: `tiny/${task}`, engine: 'transformers.js 4.3.1', threads: 1, synthetic: true },
      ...{ weightPrecision: 'fp32', libraries: { 'onnxruntime-node': expect.any(String) as string } },
    });
    expect(job.runIds).toHaveLength(2);
  });

  it('hashes the files that it loaded and no other', async () => {
    const one = ordered('text-classification');
    cpSync(join(folder, one.model, 'onnx/model.onnx'), join(folder, one.model, 'onnx/model_quantized.onnx'));
    expect((await orders.run(one)).weightsSha256).toBe(sha256(join(one.model, 'onnx/model.onnx')));
    const two = ordered('summarization');
    const parts = ['decoder_model_merged', 'encoder_model'].map((name) =>
      join(two.model, `onnx/${name}.onnx`),
    );
    expect((await orders.run(two)).weightsSha256).toBe(sha256(...parts));
  });

  it('writes as many tokens as were asked for, past the end that the model would set, and counts its prompts', async () => {
    const job = await orders.run(ordered('text-generation', 'text-generation-that-ends'));
    const [first, second] = job.repetitions.map(({ work }) => work as Record<string, number>);
    expect(first).toMatchObject({ inferences: 3, outputTokens: 21 });
    expect(first?.['inputTokens']).toBeGreaterThan(3);
    expect(second?.['inputTokens']).toBe(first?.['inputTokens']);
  });

  it('ends with the reason where the weights are cut off, or not there', async () => {
    const order = ordered('text-generation');
    truncateSync(join(folder, order.model, 'onnx/model.onnx'), 3_000);
    const broken = await orders.run(order);
    expect([broken.status, broken.runIds]).toEqual(['failed', []]);
    expect(broken.reason).toMatch(/tiny\/text-generation cannot be loaded: .*Protobuf parsing failed/);
    const absent = await orders.run(ordered('text-classification', undefined, { weightPrecision: 'q4' }));
    expect(absent).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('model_q4.onnx') as string,
    });
  });

  it('is cancelled between two tokens', async () => {
    const order = ordered('text-generation', undefined, { outputTokens: 100_000 });
    const { body } = await orders.order(order);
    await orders.until(body.id, ({ progress }) => progress?.stage === 'warm-up');
    await orders.cancel(body.id);
    const job = await orders.until(body.id, ended);
    expect(job).toMatchObject({ status: 'cancelled', repetitions: [] });
  });

  it('refuses a precision that it does not know', async () => {
    const answer = problem(
      await orders.order(ordered('text-generation', undefined, { weightPrecision: 'q5' })),
    );
    expect([answer.status, fieldsOf(answer)]).toEqual([422, ['weightPrecision']]);
  });
});
