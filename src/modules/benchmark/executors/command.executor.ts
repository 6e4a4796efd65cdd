import { createInterface } from 'node:readline';
import type { ModelDescription, WorkDone } from '../../../core/benchmark/index.js';
import type { BenchmarkInput } from '../datasets/index.js';
import { failed, messageOf, notLoaded, uncounted, type Executor, type ExecutorKind } from './executor.js';
import { requireName } from './names.js';
import { needed, threadsOf, type ExecutorOptions } from './options.js';
import { environmentFor, Program } from './program.js';

/** What OpenMP, OpenBLAS, MKL and Rust's rayon read; a program may still do as it likes. */
const THREAD_VARIABLES = ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS', 'RAYON_NUM_THREADS'];

/**
 * A program of any language as a child process, whose processor time counts as ours.
 *
 * `json-lines`: it is started once; `{"inputs": [{"id", "text"} …]}` goes in on a line, and a line comes back with
 * `{"inferences", "inputTokens"?, "outputTokens"?}` or `{"error"}`. The first line it prints, `{"ready": true}`
 * with an optional `"model"` and `"revision"`, says that the model is loaded. The order names the model where the program
 * does not.
 * `exit-code`: it is started for each batch with the inputs as JSON lines, and ends with 0 when all are done.
 */
export class CommandExecutor implements Executor {
  readonly name = 'command';
  readonly runsHere = true;
  readonly ownProcesses = true;
  readonly threads: number;
  private readonly command: readonly string[];
  private program: Program | null = null;
  private lines: AsyncIterator<string> | null = null;
  private greeting: Record<string, unknown> = {};

  constructor(
    private readonly options: ExecutorOptions,
    private readonly graceMs?: number,
  ) {
    this.command = needed(options, 'command', 'a program and its arguments');
    this.threads = threadsOf(options);
    if (options.commandProtocol === 'exit-code')
      needed(options, 'model', 'the name of what the program runs');
  }

  async load(signal: AbortSignal): Promise<void> {
    if (this.options.commandProtocol === 'exit-code') return;
    try {
      const program = this.launch();
      const reader = createInterface({ input: program.stdout });
      program.stdout.once('close', () => reader.close());
      this.lines = reader[Symbol.asyncIterator]();
      this.greeting = await stoppedBy(signal, program, () => this.answer(program));
      if (this.greeting['ready'] !== true) throw new Error('its first line was not {"ready": true}');
      requireName('model', this.modelId());
      requireName('revision', this.told('revision') ?? undefined);
    } catch (error) {
      await this.dispose();
      signal.throwIfAborted();
      throw notLoaded(this.command.join(' '), error);
    }
  }

  async run(inputs: readonly BenchmarkInput[], signal: AbortSignal): Promise<WorkDone> {
    const rows = inputs.map(rowOf);
    if (this.options.commandProtocol === 'exit-code') return this.runOnce(rows, signal);
    const { program } = this;
    if (program === null) throw notLoaded(this.command.join(' '), 'load() was not called');
    try {
      program.stdin.write(`${JSON.stringify({ inputs: rows })}\n`);
      return workOf(await stoppedBy(signal, program, () => this.answer(program)), inputs.length);
    } catch (error) {
      signal.throwIfAborted();
      throw failed(`${this.command[0]}: ${messageOf(error)}`);
    }
  }

  describe(): ModelDescription {
    const { task, revision, weightPrecision, synthetic } = this.options;
    return {
      executor: this.name,
      task,
      modelId: this.modelId(),
      revision: this.told('revision') ?? revision ?? null,
      weightsSha256: this.told('weightsSha256'),
      weightPrecision: weightPrecision ?? null,
      parameters: null,
      engine: this.told('engine') ?? this.command[0] ?? null,
      libraries: {},
      threads: this.threads,
      synthetic: synthetic ?? false,
    };
  }

  async dispose(): Promise<void> {
    const { program } = this;
    this.program = null;
    await program?.finish();
  }

  private told(name: string): string | null {
    const value = this.greeting[name];
    return typeof value === 'string' ? value : null;
  }

  private modelId(): string {
    return this.told('model') ?? needed(this.options, 'model', 'the program does not tell it');
  }

  private launch(): Program {
    const threads = Object.fromEntries(THREAD_VARIABLES.map((name) => [name, String(this.threads)]));
    this.program = new Program(this.command, { ...environmentFor(process.env), ...threads }, this.graceMs);
    return this.program;
  }

  private async answer(program: Program): Promise<Record<string, unknown>> {
    const next = await this.lines?.next();
    if (next === undefined || next.done) throw new Error(`it ended early: ${program.errors}`);
    const value: unknown = JSON.parse(next.value);
    if (typeof value !== 'object' || value === null) throw new Error(`it printed ${next.value.slice(0, 80)}`);
    return value as Record<string, unknown>;
  }

  private async runOnce(rows: readonly unknown[], signal: AbortSignal): Promise<WorkDone> {
    signal.throwIfAborted();
    const program = this.launch();
    program.stdout.resume();
    program.stdin.end(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const code = await stoppedBy(signal, program, () => program.closed);
    await this.dispose();
    signal.throwIfAborted();
    if (code !== 0) throw failed(`${this.command[0]} ended with ${code}: ${program.errors}`);
    return uncounted(rows.length);
  }
}

/** What the action gives, while the signal stops the program: that ends the program's output, and so the action. */
async function stoppedBy<T>(signal: AbortSignal, program: Program, action: () => Promise<T>): Promise<T> {
  if (signal.aborted) program.stop();
  signal.addEventListener('abort', program.stop, { once: true });
  try {
    return await action();
  } finally {
    signal.removeEventListener('abort', program.stop);
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
