import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { ModelDescription, WorkDone } from '../../../core/benchmark/index.js';
import type { BenchmarkInput } from '../datasets/index.js';
import { failed, messageOf, notLoaded, uncounted, type Executor, type ExecutorKind } from './executor.js';
import { needed, threadsOf, type ExecutorOptions } from './options.js';

/** What OpenMP, OpenBLAS, MKL and Rust's rayon read; a program may still do as it likes. */
const THREAD_VARIABLES = ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS', 'RAYON_NUM_THREADS'];

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * A program of any language as a child process, whose processor time counts as ours.
 *
 * `json-lines`: it is started once; `{"inputs": [{"id", "text"} …]}` goes in on a line, and a line comes back with
 * `{"inferences", "inputTokens"?, "outputTokens"?}` or `{"error"}`. The first line it prints, `{"ready": true}`
 * with an optional `"model"` and `"revision"`, says that the model is loaded.
 * `exit-code`: it is started for each batch with the inputs as JSON lines, and ends with 0 when all are done.
 */
export class CommandExecutor implements Executor {
  readonly name = 'command';
  readonly runsHere = true;
  readonly ownProcesses = true;
  readonly threads: number;
  private readonly command: readonly string[];
  private child: Child | null = null;
  private lines: AsyncIterator<string> | null = null;
  private greeting: Record<string, unknown> = {};
  private errors = '';

  constructor(private readonly options: ExecutorOptions) {
    this.command = needed(options, 'command', 'a program and its arguments');
    this.threads = threadsOf(options);
  }

  async load(signal: AbortSignal): Promise<void> {
    if (this.options.commandProtocol === 'exit-code') return;
    const stop = (): void => void this.child?.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    try {
      this.child = this.launch();
      const reader: Interface = createInterface({ input: this.child.stdout });
      this.lines = reader[Symbol.asyncIterator]();
      this.greeting = await this.answer();
      if (this.greeting['ready'] !== true) throw new Error('its first line was not {"ready": true}');
    } catch (error) {
      await this.dispose();
      signal.throwIfAborted();
      throw notLoaded(this.command.join(' '), error);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async run(inputs: readonly BenchmarkInput[], signal: AbortSignal): Promise<WorkDone> {
    const rows = inputs.map(rowOf);
    if (this.options.commandProtocol === 'exit-code') return this.runOnce(rows, signal);
    const stop = (): void => void this.child?.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    try {
      this.child?.stdin.write(`${JSON.stringify({ inputs: rows })}\n`);
      return workOf(await this.answer(), inputs.length);
    } catch (error) {
      signal.throwIfAborted();
      throw failed(`${this.command[0]}: ${messageOf(error)}`);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  describe(): ModelDescription {
    const { task, model, revision, weightPrecision, synthetic } = this.options;
    const told = (name: string): string | null =>
      typeof this.greeting[name] === 'string' ? (this.greeting[name] as string) : null;
    return {
      executor: this.name,
      task,
      modelId: told('model') ?? model ?? this.command.join(' '),
      revision: told('revision') ?? revision ?? null,
      weightsSha256: told('weightsSha256'),
      weightPrecision: weightPrecision ?? null,
      parameters: null,
      engine: told('engine') ?? this.command[0] ?? null,
      libraries: {},
      threads: this.threads,
      synthetic: synthetic ?? false,
    };
  }

  /** Its end of input tells the program to go; it is killed where it stays. */
  async dispose(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.stdin.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
    await once(child, 'exit').catch(() => null);
    clearTimeout(timer);
  }

  private launch(): Child {
    const [program = '', ...args] = this.command;
    const threads = Object.fromEntries(THREAD_VARIABLES.map((name) => [name, String(this.threads)]));
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...threads },
    });
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (this.errors = (this.errors + text).slice(-500)));
    child.stdin.on('error', () => {});
    child.on('error', (error) => (this.errors += error.message));
    return child;
  }

  private async answer(): Promise<Record<string, unknown>> {
    const next = await this.lines?.next();
    if (next === undefined || next.done)
      throw new Error(`it ended early: ${this.errors.trim() || 'without a word'}`);
    const value: unknown = JSON.parse(next.value);
    if (typeof value !== 'object' || value === null) throw new Error(`it printed ${next.value.slice(0, 80)}`);
    return value as Record<string, unknown>;
  }

  private async runOnce(rows: readonly unknown[], signal: AbortSignal): Promise<WorkDone> {
    this.errors = '';
    const child = this.launch();
    const stop = (): void => void child.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    child.stdout.resume();
    child.stdin.end(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const code = await new Promise<number | null>((resolve) => {
      child.on('error', () => resolve(null));
      child.on('close', resolve);
    });
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
    if (code !== 0)
      throw failed(`${this.command[0]} ended with ${code}: ${this.errors.trim() || 'without a word'}`);
    return uncounted(rows.length);
  }
}

function rowOf(input: BenchmarkInput): Record<string, string> {
  switch (input.kind) {
    case 'text':
      return { id: input.id, text: input.text };
    case 'question':
      return { id: input.id, question: input.question, context: input.context };
    case 'image':
      return { id: input.id, path: input.path };
  }
}

function workOf(answer: Record<string, unknown>, sent: number): WorkDone {
  if (typeof answer['error'] === 'string') throw new Error(answer['error']);
  if (answer['inferences'] !== sent) {
    throw new Error(
      `it says ${JSON.stringify(answer['inferences'])} inferences where ${sent} inputs were sent`,
    );
  }
  const count = (name: string): number | null => {
    const value = answer[name];
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
  };
  return { ...uncounted(sent), inputTokens: count('inputTokens'), outputTokens: count('outputTokens') };
}

export const commandKind: ExecutorKind = {
  name: 'command',
  summary: 'a program of any language, metered as a child process',
  tasks: null,
  probe: async () => ({ available: true, details: 'needs a program' }),
  create: (options) => new CommandExecutor(options),
};
