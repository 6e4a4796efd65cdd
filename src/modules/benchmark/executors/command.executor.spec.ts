import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandExecutor } from './command.executor.js';
import type { ExecutorOptions } from './options.js';
import { environmentFor } from './program.js';

jest.setTimeout(60_000);

describe('an external command', () => {
  const { signal } = new AbortController();
  const inputs = ['one', 'two'].map((text, index) => ({ kind: 'text', id: String(index), text }) as const);
  const node = (script: string, over: Partial<ExecutorOptions> = {}): CommandExecutor =>
    new CommandExecutor({
      ...{ task: 'text-generation', model: 'named', command: [process.execPath, '-e', script] },
      ...over,
    });

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

  it('must be named before anything is measured, by itself or by the order', async () => {
    const ready = (told: object) =>
      `console.log(JSON.stringify(${JSON.stringify({ ready: true, ...told })})); process.stdin.resume()`;
    const named = node(ready({}));
    await named.load(signal);
    expect(named.describe()).toMatchObject({ modelId: 'named' });
    await named.dispose();
    const field = (told: object) => node(ready(told), { model: undefined }).load(signal);
    for (const told of [{}, { model: '../etc' }, { model: 'a b' }, { model: 'a', revision: '../x' }]) {
      await expect(field(told)).rejects.toMatchObject({ code: 'MODEL_NOT_LOADED' });
    }
    expect(() => node('', { model: undefined, commandProtocol: 'exit-code' })).toThrow('model is needed');
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
      `console.log(JSON.stringify({ ready: true, model: ['OMP', 'OPENBLAS', 'MKL', 'RAYON'].map((name) => process.env[name + '_NUM_THREADS']).join('-') }))`,
      { threads: 3 },
    );
    await executor.load(signal);
    expect(executor.describe()).toMatchObject({ modelId: '3-3-3-3', threads: 3 });
    await executor.dispose();
  });

  it('gets the environment without the keys and the database of the service', () => {
    const kept = { PATH: '/bin', HOME: '/root', LANG: 'C', CUDA_VISIBLE_DEVICES: '0', HF_HOME: '/hf' };
    const ours = { DATABASE_URL: 'x', WATTFACTOR_KEY: 'x', HF_TOKEN: 'x', PGPASSWORD: 'x' };
    expect(environmentFor({ ...kept, ...ours })).toEqual(kept);
  });

  it('does not see a key of the service', async () => {
    process.env['WATTFACTOR_KEY'] = 'wf_secret';
    const executor = node(
      `console.log(JSON.stringify({ ready: true, model: process.env.WATTFACTOR_KEY ?? 'none' })); process.stdin.resume()`,
    );
    await executor.load(signal).finally(() => delete process.env['WATTFACTOR_KEY']);
    expect(executor.describe()).toMatchObject({ modelId: 'none' });
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

  describe('that does not go when it is cancelled', () => {
    let folder: string;
    beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'command-'))));
    afterEach(() => rmSync(folder, { recursive: true }));

    /** A shell that notes its number and its child's, as soon as both are there. */
    const shell = (script: string, over: Partial<ExecutorOptions> = {}): CommandExecutor =>
      new CommandExecutor({ task: 'x', model: 'named', command: ['sh', '-c', script, folder], ...over }, 200);
    const READY = `echo '{"ready": true}'`;
    const DEAF = `trap '' TERM; sleep 60 & echo $$ $! > $0/pids; mv $0/pids $0/started; wait; wait`;
    const HELD = `sleep 60 & echo $$ $! > $0/pids; mv $0/pids $0/started; wait`;
    const LEFT = `sleep 60 & echo $$ $! > $0/pids; mv $0/pids $0/started`;

    const started = (): Promise<number[]> =>
      within(() => readFileSync(join(folder, 'started'), 'utf8').trim().split(' ').map(Number));
    const allGone = (pids: number[]): Promise<void> =>
      within(() => {
        for (const pid of pids) if (isAlive(pid)) throw new Error(`${pid} is alive`);
      });

    it.each([
      ['ignores it', DEAF],
      ['has a child that holds its output', HELD],
    ])('is ended while it loads, where it %s', async (_, script) => {
      const controller = new AbortController();
      const loading = shell(script).load(controller.signal);
      const pids = await started();
      controller.abort(new Error('cancelled'));
      await expect(loading).rejects.toThrow('cancelled');
      await allGone(pids);
    });

    it.each([
      ['json-lines', 'ignores it', `${READY}; read line; ${DEAF}`],
      ['json-lines', 'has a child that holds its output', `${READY}; read line; ${HELD}`],
      ['exit-code', 'ignores it', DEAF],
      ['exit-code', 'has a child that holds its output', HELD],
      ['exit-code', 'has gone and left a child', LEFT],
    ] as const)('is ended by %s while it runs, where it %s', async (commandProtocol, _, script) => {
      const controller = new AbortController();
      const executor = shell(script, { commandProtocol });
      await executor.load(controller.signal);
      const running = executor.run(inputs, controller.signal);
      const pids = await started();
      controller.abort(new Error('cancelled'));
      await expect(running).rejects.toThrow('cancelled');
      await executor.dispose();
      await allGone(pids);
    });

    it('is ended with the executor, in the middle of a batch too', async () => {
      const executor = shell(DEAF, { commandProtocol: 'exit-code' });
      const running = executor.run(inputs, signal);
      const pids = await started();
      await executor.dispose();
      await expect(running).rejects.toMatchObject({ code: 'INFERENCE_FAILED' });
      await allGone(pids);
    });

    it('leaves nothing behind after a batch', async () => {
      const executor = shell(LEFT.replace('&', '>/dev/null 2>&1 &'), { commandProtocol: 'exit-code' });
      expect(await executor.run(inputs, signal)).toMatchObject({ inferences: 2 });
      await allGone(await started());
    });

    it('counts to this process while it runs', async () => {
      const executor = shell(HELD, { commandProtocol: 'exit-code' });
      const running = executor.run(inputs, signal);
      const [pid = 0] = await started();
      expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toMatch(
        new RegExp(`^${pid} \\(sh\\) \\S ${process.pid} ${pid} `),
      );
      await executor.dispose();
      await expect(running).rejects.toThrow('ended with');
    });
  });
});

/** A zombie, which only init could bury, is dead. */
function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** As soon as it does not throw; what it threw last, where that takes too long. */
async function within<T>(attempt: () => T, tries = 500): Promise<T> {
  for (let left = tries; ; left -= 1) {
    try {
      return attempt();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
