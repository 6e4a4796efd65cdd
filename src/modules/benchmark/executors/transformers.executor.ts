import { join } from 'node:path';
import type { ModelDescription, WorkDone } from '../../../core/benchmark/index.js';
import { DomainError } from '../../../core/errors/index.js';
import type { BenchmarkInput } from '../datasets/index.js';
import {
  failed,
  messageOf,
  notLoaded,
  uncounted,
  type Executor,
  type ExecutorAvailability,
  type ExecutorKind,
} from './executor.js';
import { DEFAULT_OUTPUT_TOKENS, needed, threadsOf, type ExecutorOptions } from './options.js';
import { filesBelow, packageFolder, sha256OfFiles, versionsOf } from './packages.js';
import { PIPELINES, type Pipeline } from './transformers-pipelines.js';

const PACKAGE = '@huggingface/transformers';
const VERSION = '4.3.1';
const INSTALL = `Install it beside the service: ONNXRUNTIME_NODE_INSTALL=skip npm install ${PACKAGE}@${VERSION}`;

/** The package, as far as it is used here. It is optional, so its own types may be absent. */
export interface TransformersPackage {
  readonly env: { localModelPath: string; allowRemoteModels: boolean; cacheDir: string | null };
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
  private readonly use: (typeof PIPELINES)[string];
  private pipeline: Pipeline | null = null;
  private description: ModelDescription | null = null;

  constructor(
    private readonly options: ExecutorOptions,
    private readonly loadTransformers: LoadTransformers = loadPackage,
  ) {
    this.model = needed(options, 'model', 'the name of a model on the hub, or of its folder below modelPath');
    const use = PIPELINES[options.task];
    if (use === undefined) {
      const known = Object.keys(PIPELINES).join(', ');
      throw DomainError.field(
        'VALIDATION_FAILED',
        'task',
        `transformers.js cannot do ${options.task}; it can do ${known}`,
      );
    }
    this.use = use;
    this.threads = threadsOf(options);
    if (options.modelPath === undefined)
      needed(options, 'revision', 'pin a revision, so that the run can be repeated');
  }

  async load(): Promise<void> {
    const transformers = await this.loadTransformers().catch((error: unknown) => {
      throw new DomainError(
        'EXECUTOR_UNAVAILABLE',
        `${PACKAGE} cannot be loaded: ${messageOf(error)}. ${INSTALL}`,
      );
    });
    const { modelPath, revision, weightPrecision } = this.options;
    if (modelPath !== undefined)
      Object.assign(transformers.env, { localModelPath: modelPath, allowRemoteModels: false });
    try {
      this.pipeline = await transformers.pipeline(this.use?.pipeline ?? '', this.model, {
        ...(revision !== undefined && { revision }),
        ...(weightPrecision !== undefined && { dtype: weightPrecision }),
        session_options: { intraOpNumThreads: this.threads, interOpNumThreads: 1 },
      });
      this.description = await this.describeLoaded(modelPath ?? transformers.env.cacheDir);
    } catch (error) {
      throw notLoaded(this.model, error);
    }
  }

  async run(inputs: readonly BenchmarkInput[]): Promise<WorkDone> {
    const { pipeline, use } = this;
    if (pipeline === null || use === undefined) throw notLoaded(this.model, 'load() was not called');
    const tokens = this.options.outputTokens ?? DEFAULT_OUTPUT_TOKENS;
    const length = use.generates
      ? [{ max_new_tokens: tokens, min_new_tokens: tokens, do_sample: false }]
      : [];
    for (const input of inputs) {
      const given = [...use.argumentsFor(input, pipeline), ...length];
      await pipeline(...given).catch((error: unknown) => {
        throw failed(`${this.model} failed on ${input.id}: ${messageOf(error)}`);
      });
    }
    return { ...uncounted(inputs.length), outputTokens: use.generates ? tokens * inputs.length : null };
  }

  describe(): ModelDescription {
    if (this.description === null) throw notLoaded(this.model, 'load() was not called');
    return this.description;
  }

  async dispose(): Promise<void> {
    await this.pipeline?.dispose();
    this.pipeline = null;
  }

  private async describeLoaded(folder: string | null): Promise<ModelDescription> {
    const libraries = await versionsOf([PACKAGE, 'onnxruntime-node']);
    const weights = folder === null ? [] : await filesBelow(join(folder, this.model), /\.onnx(_data)?$/);
    return {
      executor: this.name,
      task: this.options.task,
      modelId: this.model,
      revision: this.options.revision ?? null,
      weightsSha256: weights.length === 0 ? null : await sha256OfFiles(weights),
      weightPrecision: this.options.weightPrecision ?? null,
      parameters: null,
      engine: `transformers.js ${libraries[PACKAGE] ?? ''}`.trim(),
      libraries,
      threads: this.threads,
      synthetic: this.options.synthetic ?? false,
    };
  }
}

async function probe(): Promise<ExecutorAvailability> {
  if (packageFolder(PACKAGE) === null) {
    return { available: false, reason: `${PACKAGE} is not installed (505 MB, optional)`, remedy: INSTALL };
  }
  const versions = await versionsOf([PACKAGE]);
  return { available: true, details: `${PACKAGE} ${versions[PACKAGE]}` };
}

export const transformersKind: ExecutorKind = {
  name: 'transformers',
  summary: 'ONNX models of a hub or a folder, by transformers.js',
  tasks: Object.keys(PIPELINES),
  probe,
  create: (options) => new TransformersExecutor(options),
};
