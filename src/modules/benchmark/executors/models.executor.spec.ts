import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openDataset, parseDatasetSpec, prepareInputs, type PreparedInputs } from '../datasets/index.js';
import { createExecutor } from './create.js';
import type { Executor } from './executor.js';
import { hubOf, hubRequest } from './hub.js';
import { LlamaExecutor } from './llama.executor.js';
import { installLine } from './optional-packages.js';
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

describe('names that no run may have', () => {
  const folder = { task: 'text-generation', modelPath: '/srv/models' };

  it.each([
    '../../etc',
    '/etc',
    'a/../../etc',
    'a/..',
    'a b',
    'sh -c true',
    '',
    '.',
    'a\\b',
    'x'.repeat(600),
  ])('are refused as a model, before anything is measured: %j', (model) => {
    for (const name of ['transformers', 'llama', 'endpoint', 'command']) {
      const options = { ...folder, endpoint: 'http://localhost/v1', command: ['true'], model };
      expect(() => createExecutor(name, options)).toThrow(
        expect.objectContaining({ code: 'VALIDATION_FAILED', message: expect.stringContaining('model') }),
      );
    }
  });

  it.each(['../../../x', '/x', 'a/../b', ''])(
    'are refused as a revision, of a folder too: %j',
    (revision) => {
      expect(() => createExecutor('transformers', { ...folder, model: 'a/b', revision })).toThrow('revision');
    },
  );

  it('are not the usual ones', () => {
    for (const model of ['facebook/bart-large-cnn', 'llama3.2:1b', 'npm/x', 'modèle/été']) {
      expect(() => createExecutor('transformers', { ...folder, model, revision: 'v1.0' })).not.toThrow();
    }
  });

  it('are refused as the file of llama, which names the model', () => {
    const options = { task: 'text-generation', modelPath: '/srv/my model.gguf' };
    expect(() => createExecutor('llama', options)).toThrow('model');
    expect(() => createExecutor('llama', { ...options, model: 'my-model' })).not.toThrow();
  });
});

/** Without their packages; test/executor-*.e2e.ts run them for real. */
describe('executors with an optional package', () => {
  const revision = '0123456789abcdef0123456789abcdef01234567';

  it.each([
    ['transformers', new TransformersExecutor({ task: 'text-generation', model: 'a/b', revision }, missing)],
    ['llama', new LlamaExecutor({ task: 'text-generation', modelPath: __filename }, missing)],
  ])('%s says how to get the package where it is absent', async (_name, executor: Executor) => {
    await expect(executor.load(signal)).rejects.toMatchObject({
      code: 'EXECUTOR_UNAVAILABLE',
      message: expect.stringMatching(/Cannot find module\. Install it .*: npm install --no-save \S/),
    });
  });

  it('are installed together, for npm takes away what it is not told of', () => {
    const absent = () => false;
    expect(installLine('node-llama-cpp', absent)).toMatch(
      /^npm install --no-save \S+ node-llama-cpp@[\d.]+$/,
    );
    const both = installLine('node-llama-cpp', () => true);
    expect(both).toMatch(/ @huggingface\/transformers@[\d.]+ node-llama-cpp@[\d.]+$/);
    const text = readFileSync(join(__dirname, '../../../../package.json'), 'utf8');
    const { scripts } = JSON.parse(text) as { scripts: Record<string, string> };
    expect(scripts['install:executors']).toBe(both);
  });

  it.each([undefined, 'main', 'v1.0', '../../elsewhere'])(
    'transformers refuses the revision %s',
    (moving) => {
      const options = { task: 'text-generation', model: 'a/b', revision: moving };
      expect(() => new TransformersExecutor(options)).toThrow(
        expect.objectContaining({ code: 'VALIDATION_FAILED' }),
      );
    },
  );

  it('transformers names the model that fails to load', async () => {
    const fake: TransformersPackage = { env: {}, pipeline: missing };
    const executor = new TransformersExecutor(
      { task: 'text-generation', model: 'example/tiny', revision },
      async () => fake,
    );
    await expect(executor.load(signal)).rejects.toMatchObject({
      code: 'MODEL_NOT_LOADED',
      message: expect.stringContaining('example/tiny'),
    });
  });

  it('a masked word is the same each time, and not one that the model would cut off', () => {
    expect(withMask('one two three', '[M]')).toBe('one [M] three');
    expect(withMask('one [M]', '[M]')).toBe('one [M]');
    expect(withMask('one two three four five six', '[M]', 12)).toBe('one two [M] four five six');
    expect(withMask('überlanges eins zwei', '[M]', 8)).toBe('[M] eins zwei');
  });

  it.each([
    ['https://huggingface.co/a/b/resolve/main/config.json', 'Bearer hf'],
    ['http://huggingface.co/a/b/resolve/main/config.json', null],
    ['https://hf.co/a/b', null],
    ['https://cdn.huggingface.co/a', null],
    ['https://huggingface.co.example/a', null],
    ['https://huggingface.co:8443/a', null],
    ['http://mirror/a', null],
  ])('the token of Hugging Face goes there in secret, and nowhere else: %s', (url, token) => {
    const headers = { authorization: 'Bearer hf', range: 'bytes=0-1' };
    const request = hubRequest(url, { headers });
    expect(request.headers.get('authorization')).toBe(token);
    expect(request.headers.get('range')).toBe('bytes=0-1');
  });

  it('transformers asks the hub through that', async () => {
    const asked: unknown[] = [];
    const before = globalThis.fetch;
    globalThis.fetch = async (request) => {
      asked.push((request as Request).headers.get('authorization'));
      return new Response();
    };
    const env: Record<string, unknown> = {};
    const pipeline = async (): Promise<never> => {
      const fetchOf = env['fetch'] as typeof fetch;
      await fetchOf('http://huggingface.co/x', { headers: { authorization: 'Bearer hf' } });
      throw new Error('enough');
    };
    const options = { task: 'text-generation', model: 'a/b', revision };
    const executor = new TransformersExecutor(options, async () => ({ env, pipeline }));
    await expect(executor.load(signal)).rejects.toThrow('enough');
    globalThis.fetch = before;
    expect(asked).toEqual([null]);
  });

  it('the hub is Hugging Face’s unless another is named', () => {
    expect(hubOf({}).url).toBe('https://huggingface.co/');
    const env = { WATTFACTOR_HUB_URL: 'http://mirror/hub', WATTFACTOR_MODEL_CACHE: '/srv/models' };
    expect(hubOf(env)).toEqual({ url: 'http://mirror/hub/', cache: resolve('/srv/models') });
    expect(() => hubOf({ WATTFACTOR_HUB_URL: 'mirror' })).toThrow('WATTFACTOR_HUB_URL');
  });
});
