import { openDataset, parseDatasetSpec, prepareInputs, type PreparedInputs } from '../datasets/index.js';
import { createExecutor } from './create.js';
import type { Executor } from './executor.js';
import { LlamaExecutor, type LlamaPackage } from './llama.executor.js';
import { TransformersExecutor, type TransformersPackage } from './transformers.executor.js';
import { withMask } from './transformers-pipelines.js';

jest.setTimeout(60_000);
const { signal } = new AbortController();
const missing = async (): Promise<never> => {
  throw new Error('Cannot find module');
};

/** Real models on real mails. */
describe('models that ship in npm packages', () => {
  let mails: PreparedInputs;
  beforeAll(async () => {
    mails = await prepareInputs(openDataset(parseDatasetSpec('spam-assassin')), 40);
  });

  it.each([
    ['lande', 'text-classification', 'npm/lande'],
    ['wink', 'token-classification', 'npm/wink-eng-lite-web-model'],
  ])('%s does %s on real mails and tells what it is', async (name, task, modelId) => {
    const executor = createExecutor(name, { task });
    await executor.load(signal);
    const work = await executor.run(mails.inputs, signal);
    expect(work).toMatchObject({ inferences: 40, inputTokens: null });
    expect(executor.describe()).toMatchObject({ modelId, threads: 1, synthetic: false, task });
    expect(executor.describe().weightsSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(executor.describe().revision).toMatch(/^\d+\.\d+\.\d+$/);
    await executor.dispose();
  });

  it('refuse images', async () => {
    const executor = createExecutor('lande', { task: 'text-classification' });
    await executor.load(signal);
    const image = { kind: 'image', id: 'a.png', path: 'a.png', bytes: Buffer.alloc(0) } as const;
    await expect(executor.run([image], signal)).rejects.toMatchObject({ code: 'INFERENCE_FAILED' });
  });
});

describe('executors by name', () => {
  it('are refused where unknown or asked for a task that they cannot do', () => {
    expect(() => createExecutor('landee', { task: 'x' })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_EXECUTOR' }),
    );
    expect(() => createExecutor('lande', { task: 'summarization' })).toThrow('text-classification');
    expect(() => createExecutor('endpoint', { task: 'text-generation' })).toThrow('endpoint is needed');
    expect(() => createExecutor('transformers', { task: 'image-generation', model: 'x' })).toThrow(
      'image-generation',
    );
  });
});

/** With a stand-in for the package: this proves what is asked of it, not that it runs. */
describe('transformers.js', () => {
  const options = {
    task: 'text-generation',
    model: 'example/tiny',
    revision: 'abc123',
    threads: 2,
    outputTokens: 7,
  };

  it('says how to get the package where it is absent', async () => {
    const executor: Executor = new TransformersExecutor(options, missing);
    await expect(executor.load(signal)).rejects.toMatchObject({
      code: 'EXECUTOR_UNAVAILABLE',
      message: expect.stringContaining('npm install @huggingface/transformers@4.3.1'),
    });
  });

  it('must be told a revision of a hub’s model', () => {
    expect(() => new TransformersExecutor({ task: 'text-generation', model: 'a/b' })).toThrow(
      'revision is needed',
    );
  });

  it('pins the revision and the threads, and forces the length that it counts', async () => {
    const asked: unknown[] = [];
    const ran: unknown[][] = [];
    const pipeline = Object.assign(async (...given: unknown[]) => void ran.push(given), {
      dispose: async () => null,
    });
    const fake: TransformersPackage = {
      env: { localModelPath: '', allowRemoteModels: true, cacheDir: null },
      pipeline: async (...given) => (asked.push(...given), pipeline),
    };
    const executor: Executor = new TransformersExecutor(options, async () => fake);
    await executor.load(signal);
    expect(asked).toEqual([
      'text-generation',
      'example/tiny',
      { revision: 'abc123', session_options: { intraOpNumThreads: 2, interOpNumThreads: 1 } },
    ]);
    const work = await executor.run([{ kind: 'text', id: '1', text: 'hello' }], signal);
    expect(work).toMatchObject({ inferences: 1, outputTokens: 7 });
    expect(ran).toEqual([['hello', { max_new_tokens: 7, min_new_tokens: 7, do_sample: false }]]);
  });

  it('names the model that fails to load', async () => {
    const fake: TransformersPackage = {
      env: { localModelPath: '', allowRemoteModels: true, cacheDir: null },
      pipeline: missing,
    };
    const executor: Executor = new TransformersExecutor(options, async () => fake);
    await expect(executor.load(signal)).rejects.toMatchObject({
      code: 'MODEL_NOT_LOADED',
      message: expect.stringContaining('example/tiny'),
    });
  });

  it('masks the same word each time', () => {
    expect(withMask('one two three', '[M]')).toBe('one [M] three');
    expect(withMask('one [M]', '[M]')).toBe('one [M]');
  });
});

/** With a stand-in for the package: this proves what is asked of it, not that it runs. */
describe('node-llama-cpp', () => {
  it('says how to get the package where it is absent', async () => {
    const executor: Executor = new LlamaExecutor({ task: 'text-generation', modelPath: __filename }, missing);
    await expect(executor.load(signal)).rejects.toMatchObject({ code: 'EXECUTOR_UNAVAILABLE' });
  });

  it('takes the counts of its own token meter', async () => {
    const used = { usedInputTokens: 0, usedOutputTokens: 0 };
    const sequence = { tokenMeter: { getState: () => ({ ...used }) }, clearHistory: async () => {} };
    const fake: LlamaPackage = {
      getLlama: async () => ({
        loadModel: async () => ({
          createContext: async () => ({ getSequence: () => sequence }),
          dispose: async () => {},
        }),
      }),
      LlamaCompletion: class {
        async generateCompletion(): Promise<string> {
          used.usedInputTokens += 5;
          used.usedOutputTokens += 10;
          return '';
        }
      },
    };
    const executor: Executor = new LlamaExecutor(
      { task: 'text-generation', modelPath: __filename },
      async () => fake,
    );
    await executor.load(signal);
    const two = [1, 2].map((id) => ({ kind: 'text', id: String(id), text: 'hello' }) as const);
    expect(await executor.run(two, signal)).toMatchObject({
      inferences: 2,
      inputTokens: 10,
      outputTokens: 20,
    });
    expect(executor.describe().weightsSha256).toMatch(/^[0-9a-f]{64}$/);
  });
});
