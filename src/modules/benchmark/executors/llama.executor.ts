import { basename } from 'node:path';
import type { ModelDescription, WorkDone } from '../../../core/benchmark/index.js';
import { DomainError } from '../../../core/errors/index.js';
import type { BenchmarkInput } from '../datasets/index.js';
import { failed, messageOf, notLoaded, textOf, type Executor, type ExecutorKind } from './executor.js';
import { DEFAULT_OUTPUT_TOKENS, needed, threadsOf, type ExecutorOptions } from './options.js';
import { packageFolder, sha256OfFiles, versionsOf } from './packages.js';

const PACKAGE = 'node-llama-cpp';
const VERSION = '3.22.1';
const INSTALL = `Install it beside the service: NODE_LLAMA_CPP_SKIP_DOWNLOAD=true npm install ${PACKAGE}@${VERSION}`;

/** The package, as far as it is used here. It is optional, so its own types may be absent. */
export interface LlamaPackage {
  getLlama(options: Record<string, unknown>): Promise<{
    loadModel(options: { modelPath: string }): Promise<LlamaModel>;
  }>;
  LlamaCompletion: new (options: { contextSequence: LlamaSequence }) => {
    generateCompletion(prompt: string, options: Record<string, unknown>): Promise<string>;
  };
}

interface LlamaModel {
  createContext(options: Record<string, unknown>): Promise<{ getSequence(): LlamaSequence }>;
  dispose(): Promise<void>;
}

interface LlamaSequence {
  readonly tokenMeter: { getState(): { usedInputTokens: number; usedOutputTokens: number } };
  clearHistory(): Promise<void>;
}

export type LoadLlama = () => Promise<LlamaPackage>;

const loadPackage: LoadLlama = async () => {
  const name: string = PACKAGE;
  return (await import(name)) as LlamaPackage;
};

/** A GGUF file by llama.cpp, in this process. Tokens are counted by its own meter. */
export class LlamaExecutor implements Executor {
  readonly name = 'llama';
  readonly runsHere = true;
  readonly ownProcesses = true;
  readonly threads: number;
  private readonly path: string;
  private loaded: { readonly model: LlamaModel; readonly sequence: LlamaSequence } | null = null;
  private complete: ((prompt: string, options: Record<string, unknown>) => Promise<string>) | null = null;
  private description: ModelDescription | null = null;

  constructor(
    private readonly options: ExecutorOptions,
    private readonly loadLlama: LoadLlama = loadPackage,
  ) {
    this.path = needed(options, 'modelPath', 'the path of a GGUF file');
    this.threads = threadsOf(options);
  }

  async load(): Promise<void> {
    const llama = await this.loadLlama().catch((error: unknown) => {
      throw new DomainError(
        'EXECUTOR_UNAVAILABLE',
        `${PACKAGE} cannot be loaded: ${messageOf(error)}. ${INSTALL}`,
      );
    });
    const { threads } = this;
    try {
      const runtime = await llama.getLlama({ build: 'never', maxThreads: threads });
      const model = await runtime.loadModel({ modelPath: this.path });
      const context = await model.createContext({ threads });
      const sequence = context.getSequence();
      const completion = new llama.LlamaCompletion({ contextSequence: sequence });
      this.loaded = { model, sequence };
      this.complete = (prompt, options) => completion.generateCompletion(prompt, options);
      this.description = await this.describeLoaded();
    } catch (error) {
      throw notLoaded(this.path, error);
    }
  }

  async run(inputs: readonly BenchmarkInput[], signal: AbortSignal): Promise<WorkDone> {
    const { loaded, complete } = this;
    if (loaded === null || complete === null) throw notLoaded(this.path, 'load() was not called');
    const maxTokens = this.options.outputTokens ?? DEFAULT_OUTPUT_TOKENS;
    const before = loaded.sequence.tokenMeter.getState();
    for (const input of inputs) {
      await loaded.sequence.clearHistory();
      await complete(textOf(input), { maxTokens, temperature: 0, signal }).catch((error: unknown) => {
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
    await this.loaded?.model.dispose();
    this.loaded = null;
  }

  private async describeLoaded(): Promise<ModelDescription> {
    const { task, model, revision, weightPrecision, synthetic } = this.options;
    const libraries = await versionsOf([PACKAGE]);
    return {
      executor: this.name,
      task,
      modelId: model ?? basename(this.path),
      revision: revision ?? null,
      weightsSha256: await sha256OfFiles([this.path]),
      weightPrecision: weightPrecision ?? null,
      parameters: null,
      engine: `node-llama-cpp ${libraries[PACKAGE] ?? ''}`.trim(),
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
  probe: async () =>
    packageFolder(PACKAGE) === null
      ? { available: false, reason: `${PACKAGE} is not installed (optional)`, remedy: INSTALL }
      : { available: true, details: PACKAGE },
  create: (options) => new LlamaExecutor(options),
};
