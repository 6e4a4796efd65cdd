import type { ModelDescription, WorkDone } from '../../../core/benchmark/index.js';
import { DomainError } from '../../../core/errors/index.js';
import type { BenchmarkInput } from '../datasets/index.js';
import type { ExecutorOptions } from './options.js';

/** Whether an executor can be used here; where not, why, and what to do about it. */
export type ExecutorAvailability =
  | { readonly available: true; readonly details: string }
  | { readonly available: false; readonly reason: string; readonly remedy: string };

/** Something that runs inferences. Adding one: docs/add-an-executor.md. */
export interface Executor {
  readonly name: string;
  /** Whether the inference runs on this machine, so that a meter here sees it. */
  readonly runsHere: boolean;
  /** Whether the inference runs in this process or a child of it, so that its processor time can be told apart. */
  readonly ownProcesses: boolean;
  /** Threads of the inference, which are as many in every run; null where another program settles that. */
  readonly threads: number | null;
  /**
   * What must be done before the metered loading and is no part of it: downloads, hashes. Left out where there is
   * nothing. Rejects as `load` does.
   */
  prepare?(signal: AbortSignal): Promise<void>;
  /** @throws DomainError `MODEL_NOT_LOADED`, `EXECUTOR_UNAVAILABLE`; the signal's reason where it was aborted. */
  load(signal: AbortSignal): Promise<void>;
  /**
   * Runs every input once and counts. Outputs are thrown away.
   *
   * @throws DomainError `INFERENCE_FAILED`; the signal's reason where it was aborted.
   */
  run(inputs: readonly BenchmarkInput[], signal: AbortSignal): Promise<WorkDone>;
  /** What was loaded; after `load`. */
  describe(): ModelDescription;
  dispose(): Promise<void>;
}

/** One line of the registry. */
export interface ExecutorKind {
  readonly name: string;
  readonly summary: string;
  /** Catalogue tasks it can do; null for whatever it is given. */
  readonly tasks: readonly string[] | null;
  /** Names of the one model that comes with it; left out where it runs whatever it is given. */
  readonly models?: readonly string[];
  probe(): Promise<ExecutorAvailability>;
  /** @throws DomainError naming the option that is missing. */
  create(options: ExecutorOptions): Executor;
}

export const notLoaded = (model: string, error: unknown): DomainError =>
  DomainError.field('MODEL_NOT_LOADED', 'model', `${model} cannot be loaded: ${causeOf(error)}`);

export const failed = (message: string): DomainError => new DomainError('INFERENCE_FAILED', message);

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** fetch hides the reason in the cause. */
export const causeOf = (error: unknown): string =>
  error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error);

/** The text of an input, for models that take nothing else. */
export function textOf(input: BenchmarkInput): string {
  switch (input.kind) {
    case 'text':
      return input.text;
    case 'question':
      return `${input.context}\n\n${input.question}`;
    case 'image':
      throw failed(`${input.id} is an image, and this model takes text`);
  }
}

/** Work on inputs whose tokens nobody counts. */
export const uncounted = (inferences: number): WorkDone => ({
  inferences,
  inputTokens: null,
  outputTokens: null,
  cachedInputTokens: null,
  retries: 0,
});
