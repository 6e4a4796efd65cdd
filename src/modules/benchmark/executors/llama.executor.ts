import { basename } from 'node:path';
import type { ModelDescription, WorkDone } from '../../../core/benchmark/index.js';
import type { BenchmarkInput } from '../datasets/index.js';
import { failed, messageOf, notLoaded, textOf, type Executor, type ExecutorKind } from './executor.js';
import {
  withoutNodeArguments,
  type LlamaContext,
  type LlamaModel,
  type LlamaPackage,
  type LlamaRuntime,
  type LlamaSequence,
} from './llama-package.js';
import { requireName } from './names.js';
import { importOptional, probeOptional } from './optional-packages.js';
import { DEFAULT_OUTPUT_TOKENS, needed, threadsOf, type ExecutorOptions } from './options.js';
import { sha256OfFiles, versionsOf } from './packages.js';

const PACKAGE = 'node-llama-cpp';

export type LoadLlama = () => Promise<LlamaPackage>;

const loadPackage: LoadLlama = async () => {
  const name: string = PACKAGE;
  return (await import(name)) as LlamaPackage;
};

interface Loaded {
  readonly runtime: LlamaRuntime;
  readonly model: LlamaModel;
  readonly context: LlamaContext;
  readonly sequence: LlamaSequence;
}

/** A GGUF file by llama.cpp, in this process. Tokens are counted by its own meter. */
export class LlamaExecutor implements Executor {
  readonly name = 'llama';
  readonly runsHere = true;
  readonly ownProcesses = true;
  readonly threads: number;
  private readonly path: string;
  private readonly modelId: string;
  private readonly outputTokens: number;
  private weightsSha256: string | null = null;
  private loaded: Loaded | null = null;
  private description: ModelDescription | null = null;

  constructor(
    private readonly options: ExecutorOptions,
    private readonly loadLlama: LoadLlama = loadPackage,
  ) {
    this.path = needed(options, 'modelPath', 'the path of a GGUF file');
    this.outputTokens = options.outputTokens ?? DEFAULT_OUTPUT_TOKENS;
    this.threads = threadsOf(options);
    this.modelId = options.model ?? basename(this.path);
    requireName('model', this.modelId);
  }

  async prepare(): Promise<void> {
    this.weightsSha256 = await sha256OfFiles([this.path]).catch((error: unknown) => {
      throw notLoaded(this.path, error);
    });
  }

  async load(signal: AbortSignal): Promise<void> {
    if (this.weightsSha256 === null) await this.prepare();
    const llama = await importOptional(PACKAGE, this.loadLlama);
    const complaints: string[] = [];
    try {
      this.loaded = await this.open(llama, signal, (_level, message) => complaints.push(message.trim()));
      this.description = await this.describeLoaded(this.loaded.runtime);
    } catch (error) {
      signal.throwIfAborted();
      throw notLoaded(this.path, [messageOf(error), ...new Set(complaints)].join('; '));
    }
  }

  async run(inputs: readonly BenchmarkInput[], signal: AbortSignal): Promise<WorkDone> {
    const { loaded } = this;
    if (loaded === null) throw notLoaded(this.path, 'load() was not called');
    const before = loaded.sequence.tokenMeter.getState();
    for (const input of inputs) {
      await this.infer(loaded, textOf(input), signal).catch((error: unknown) => {
        signal.throwIfAborted();
        throw failed(`${this.path} failed on ${input.id}: ${messageOf(error)}`);
      });
    }
    const after = loaded.sequence.tokenMeter.getState();
    return {
      inferences: inputs.length,
      inputTokens: after.usedInputTokens - before.usedInputTokens,
      outputTokens: after.usedOutputTokens - before.usedOutputTokens,
      cachedInputTokens: null,
      retries: 0,
    };
  }

  describe(): ModelDescription {
    if (this.description === null) throw notLoaded(this.path, 'load() was not called');
    return this.description;
  }

  async dispose(): Promise<void> {
    await this.loaded?.runtime.dispose();
    this.loaded = null;
  }

  private async open(
    llama: LlamaPackage,
    signal: AbortSignal,
    logger: (level: string, message: string) => void,
  ): Promise<Loaded> {
    const { threads } = this;
    const settings = { build: 'never', maxThreads: threads, logLevel: 'error', logger };
    const runtime = await withoutNodeArguments(() => llama.getLlama(settings));
    try {
      const model = await runtime.loadModel({ modelPath: this.path, loadSignal: signal });
      const context = await model.createContext({ threads, createSignal: signal });
      return { runtime, model, context, sequence: context.getSequence() };
    } catch (error) {
      await runtime.dispose();
      throw error;
    }
  }

  /** Token by token, past the end that the model itself would set: every output is as long as was asked. */
  private async infer(
    { model, context, sequence }: Loaded,
    text: string,
    signal: AbortSignal,
  ): Promise<void> {
    const start = model.tokens.shouldPrependBosToken && model.tokens.bos !== null ? [model.tokens.bos] : [];
    const room = context.contextSize - this.outputTokens - start.length;
    if (room <= 0) {
      throw new Error(
        `${this.outputTokens} new tokens do not fit into its context of ${context.contextSize}`,
      );
    }
    await sequence.clearHistory();
    // cuts what does not fit, as transformers.js does
    const tokens = [...start, ...model.tokenize(text).slice(0, room)];
    const writing = sequence.evaluate(tokens, { temperature: 0, yieldEogToken: true });
    let written = 0;
    try {
      while (written < this.outputTokens && !(await writing.next()).done) {
        signal.throwIfAborted();
        written += 1;
      }
    } finally {
      await writing.return();
    }
    if (written < this.outputTokens) throw new Error(`it wrote ${written} of ${this.outputTokens} tokens`);
  }

  private async describeLoaded({ gpu }: LlamaRuntime): Promise<ModelDescription> {
    const { task, revision, weightPrecision, synthetic } = this.options;
    const libraries = await versionsOf([PACKAGE]);
    const engine = `node-llama-cpp ${libraries[PACKAGE] ?? ''}`.trim();
    return {
      executor: this.name,
      task,
      modelId: this.modelId,
      revision: revision ?? null,
      weightsSha256: this.weightsSha256,
      weightPrecision: weightPrecision ?? null,
      parameters: null,
      engine: gpu === false ? engine : `${engine} (${gpu})`,
      libraries,
      threads: this.threads,
      synthetic: synthetic ?? false,
    };
  }
}

export const llamaKind: ExecutorKind = {
  name: 'llama',
  summary: 'GGUF files, by node-llama-cpp',
  tasks: ['text-generation', 'summarization'],
  probe: () => probeOptional(PACKAGE, `await (await import('${PACKAGE}')).getLlama({ build: 'never' })`),
  create: (options) => new LlamaExecutor(options),
};
