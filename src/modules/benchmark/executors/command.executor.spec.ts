import { CommandExecutor } from './command.executor.js';
import type { ExecutorOptions } from './options.js';

jest.setTimeout(60_000);

describe('an external command', () => {
  const { signal } = new AbortController();
  const inputs = ['one', 'two'].map((text, index) => ({ kind: 'text', id: String(index), text }) as const);
  const node = (script: string, over: Partial<ExecutorOptions> = {}): CommandExecutor =>
    new CommandExecutor({ task: 'text-generation', command: [process.execPath, '-e', script], ...over });

  /** Answers each line of input with what `reply` makes of it. */
  const program = (reply: string): string => `
    console.log(JSON.stringify({ ready: true, model: 'mine', revision: 'r1' }));
    require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const { inputs } = JSON.parse(line);
      ${reply}
    });`;

  it('is fed by lines of JSON, counted, named and closed', async () => {
    const executor = node(
      program('console.log(JSON.stringify({ inferences: inputs.length, outputTokens: 9 }))'),
    );
    await executor.load(signal);
    expect(await executor.run(inputs, signal)).toMatchObject({
      inferences: 2,
      outputTokens: 9,
      inputTokens: null,
    });
    expect(await executor.run(inputs, signal)).toMatchObject({ inferences: 2 });
    expect(executor.describe()).toMatchObject({ modelId: 'mine', revision: 'r1' });
    await executor.dispose();
  });

  it.each([
    ['says an error', `console.log(JSON.stringify({ error: 'no memory' }))`, 'no memory'],
    ['miscounts', `console.log(JSON.stringify({ inferences: 1 }))`, '1 inferences where 2'],
    ['prints garbage', `console.log('garbage')`, 'JSON'],
    ['dies', `console.error('segfault'); process.exit(3)`, 'segfault'],
  ])('that %s fails with the reason', async (_, reply, words) => {
    const executor = node(program(reply));
    await executor.load(signal);
    await expect(executor.run(inputs, signal)).rejects.toMatchObject({
      code: 'INFERENCE_FAILED',
      message: expect.stringContaining(words),
    });
    await executor.dispose();
  });

  it('that does not exist or does not get ready is not loaded', async () => {
    const absent = new CommandExecutor({ task: 'x', command: ['/nowhere/program'] });
    await expect(absent.load(signal)).rejects.toMatchObject({
      code: 'MODEL_NOT_LOADED',
      message: expect.stringContaining('ENOENT'),
    });
    await expect(node('process.exit(1)').load(signal)).rejects.toMatchObject({ code: 'MODEL_NOT_LOADED' });
  });

  it('may be started for each batch and answer with its exit code', async () => {
    const check = `let n = 0; require('readline').createInterface({ input: process.stdin })
      .on('line', (line) => (n += JSON.parse(line).text ? 1 : 0)).on('close', () => process.exit(n === 2 ? 0 : 4));`;
    const executor = node(check, { commandProtocol: 'exit-code' });
    await executor.load(signal);
    expect(await executor.run(inputs, signal)).toMatchObject({ inferences: 2 });
    await expect(executor.run(inputs.slice(1), signal)).rejects.toMatchObject({
      message: expect.stringContaining('ended with 4'),
    });
  });

  it('that never gets ready is cancelled', async () => {
    const controller = new AbortController();
    const loading = node('setInterval(() => {}, 1000)').load(controller.signal);
    controller.abort(new Error('cancelled'));
    await expect(loading).rejects.toThrow('cancelled');
  });

  it('is told how many threads to use', async () => {
    const executor = node(
      `console.log(JSON.stringify({ ready: true, model: ['OMP', 'OPENBLAS', 'MKL', 'RAYON'].map((name) => process.env[name + '_NUM_THREADS']).join() }))`,
      { threads: 3 },
    );
    await executor.load(signal);
    expect(executor.describe()).toMatchObject({ modelId: '3,3,3,3', threads: 3 });
    await executor.dispose();
  });

  it('is stopped where it is cancelled', async () => {
    const executor = node(program(''));
    await executor.load(signal);
    const controller = new AbortController();
    const running = executor.run(inputs, controller.signal);
    controller.abort(new Error('cancelled'));
    await expect(running).rejects.toThrow('cancelled');
    await executor.dispose();
  });
});
