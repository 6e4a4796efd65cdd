import { join, resolve } from 'node:path';
import { addWork, NO_WORK, type ModelDescription, type WorkDone } from '../../../core/benchmark/index.js';
import { DomainError } from '../../../core/errors/index.js';
import type { BenchmarkInput } from '../datasets/index.js';
import { failed, messageOf, notLoaded, uncounted, type Executor, type ExecutorKind } from './executor.js';
import { hubOf, hubRequest, requirePinned, type Hub } from './hub.js';
import { importOptional, probeOptional } from './optional-packages.js';
import { DEFAULT_OUTPUT_TOKENS, needed, threadsOf, type ExecutorOptions } from './options.js';
import { sha256OfFiles, versionsOf } from './packages.js';
import { TokenCount } from './token-count.js';
import { PIPELINES, PRECISIONS, type Pipeline, type PipelineUse } from './transformers-pipelines.js';

const PACKAGE = '@huggingface/transformers';

/** The package, as far as it is used here. It is optional, so its own types may be absent. */
export interface TransformersPackage {
  /** One for the whole process: what one job sets, the next one finds. */
  readonly env: Record<string, unknown>;
  pipeline(task: string, model: string, options: Record<string, unknown>): Promise<Pipeline>;
}

export type LoadTransformers = () => Promise<TransformersPackage>;

const loadPackage: LoadTransformers = async () => {
  const name: string = PACKAGE;
  return (await import(name)) as TransformersPackage;
};

/** ONNX models of a hub or a folder, on the CPU, in this process. */
export class TransformersExecutor implements Executor {
  readonly name = 'transformers';
  readonly runsHere = true;
  readonly ownProcesses = true;
  readonly threads: number;
  private readonly model: string;
  private readonly use: PipelineUse;
  private readonly weightPrecision: string;
  private readonly hub: Hub;
  /** Of each revision its own: what is kept of one must not be taken for another. */
  private readonly cache: string;
  /** Where the model's files are, or will be once they are fetched. */
  private readonly folder: string;
  private pipeline: Pipeline | null = null;
  private description: ModelDescription | null = null;

  constructor(
    private readonly options: ExecutorOptions,
    private readonly loadTransformers: LoadTransformers = loadPackage,
  ) {
    this.model = needed(options, 'model', 'the name of a model on the hub, or of its folder below modelPath');
    this.use = useFor(options.task);
    this.weightPrecision = precisionOf(options);
    this.threads = threadsOf(options);
    this.hub = hubOf();
    if (options.modelPath === undefined) {
      requirePinned(needed(options, 'revision', 'pin a revision, so that the run can be repeated'));
    }
    this.cache = join(this.hub.cache, options.revision ?? '');
    this.folder = resolve(options.modelPath ?? this.cache, this.model);
  }

  /** Fetches what is not in the cache yet, and opens the model once to learn which files are its weights. */
  async prepare(signal: AbortSignal): Promise<void> {
    const opened = await this.open(signal);
    await opened.pipeline.dispose();
    this.description = await this.describeOpened(opened.files);
  }

  async load(signal: AbortSignal): Promise<void> {
    if (this.description === null) await this.prepare(signal);
    this.pipeline = (await this.open(signal)).pipeline;
  }

  async run(inputs: readonly BenchmarkInput[], signal: AbortSignal): Promise<WorkDone> {
    let work = NO_WORK;
    for (const input of inputs) {
      signal.throwIfAborted();
      work = addWork(work, await this.infer(input, signal));
    }
    return work;
  }

  describe(): ModelDescription {
    if (this.description === null) throw notLoaded(this.model, 'load() was not called');
    return this.description;
  }

  async dispose(): Promise<void> {
    await this.pipeline?.dispose();
    this.pipeline = null;
  }

  private async infer(input: BenchmarkInput, signal: AbortSignal): Promise<WorkDone> {
    const { pipeline, use } = this;
    if (pipeline === null) throw notLoaded(this.model, 'load() was not called');
    const tokens = this.options.outputTokens ?? DEFAULT_OUTPUT_TOKENS;
    const streamer = new TokenCount(signal);
    const length = { max_new_tokens: tokens, min_new_tokens: tokens, do_sample: false, streamer };
    const given = use.argumentsFor(input, pipeline);
    await pipeline(...given, ...(use.generates === 'nothing' ? [] : [length])).catch((error: unknown) => {
      signal.throwIfAborted();
      throw failed(`${this.model} failed on ${input.id}: ${messageOf(error)}`);
    });
    return {
      ...uncounted(1),
      inputTokens: use.generates === 'onwards' ? streamer.inputTokens : null,
      outputTokens: use.generates === 'nothing' ? null : streamer.outputTokens,
    };
  }

  private async open(signal: AbortSignal): Promise<{ pipeline: Pipeline; files: string[] }> {
    const transformers = await importOptional(PACKAGE, this.loadTransformers);
    const local = this.options.modelPath !== undefined;
    const files = new Set<string>();
    Object.assign(transformers.env, {
      ...{ allowLocalModels: local, allowRemoteModels: !local },
      remoteHost: this.hub.url,
      // given as an option the revision would not hold for all: transformers.js 4.3.1 lists files and reads their
      // configuration at `main` (its pull request 1751)
      remotePathTemplate: `{model}/resolve/${this.options.revision}/`,
      cacheDir: this.cache,
      fetch: (url: string | URL, request?: RequestInit) => fetch(hubRequest(url, { ...request, signal })),
    });
    try {
      const pipeline = await transformers.pipeline(this.use.pipeline, local ? this.folder : this.model, {
        device: 'cpu',
        dtype: this.weightPrecision,
        session_options: { intraOpNumThreads: this.threads, interOpNumThreads: 1 },
        progress_callback: ({ status, file }: { status: string; file?: string }) => {
          if (status === 'done' && file) files.add(file);
        },
      });
      return { pipeline, files: [...files] };
    } catch (error) {
      signal.throwIfAborted();
      throw notLoaded(this.model, error);
    }
  }

  private async describeOpened(files: readonly string[]): Promise<ModelDescription> {
    const { task, revision = null, synthetic = false } = this.options;
    const { weightPrecision } = this;
    const libraries = await versionsOf([PACKAGE, 'onnxruntime-node']);
    const weights = files.filter((file) => /\.onnx(_data.*)?$/.test(file)).sort();
    return {
      ...{ executor: this.name, task, modelId: this.model, revision, weightPrecision, synthetic },
      weightsSha256:
        weights.length === 0 ? null : await sha256OfFiles(weights.map((file) => join(this.folder, file))),
      parameters: null,
      engine: `transformers.js ${libraries[PACKAGE] ?? ''}`.trim(),
      ...{ libraries, threads: this.threads },
    };
  }
}

function useFor(task: string): PipelineUse {
  const use = PIPELINES[task];
  if (use !== undefined) return use;
  const message = `transformers.js cannot do ${task}; it can do ${Object.keys(PIPELINES).join(', ')}`;
  throw DomainError.field('VALIDATION_FAILED', 'task', message);
}

/** The library takes a name that it does not know for fp32. */
function precisionOf({ weightPrecision = 'fp32' }: ExecutorOptions): string {
  if (PRECISIONS.includes(weightPrecision)) return weightPrecision;
  const message = `weightPrecision must be one of ${PRECISIONS.join(', ')}`;
  throw DomainError.field('VALIDATION_FAILED', 'weightPrecision', message);
}

export const transformersKind: ExecutorKind = {
  name: 'transformers',
  summary: 'ONNX models of a hub or a folder, by transformers.js',
  tasks: Object.keys(PIPELINES),
  probe: () => probeOptional(PACKAGE, `await import('${PACKAGE}')`),
  create: (options) => new TransformersExecutor(options),
};
