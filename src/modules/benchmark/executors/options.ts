import { availableParallelism } from 'node:os';
import { DomainError } from '../../../core/errors/index.js';

/** What server program an endpoint is: they differ in how the length of the output is fixed. */
export const ENDPOINT_DIALECTS = ['openai', 'vllm', 'llama.cpp', 'ollama', 'tgi'] as const;
export type EndpointDialect = (typeof ENDPOINT_DIALECTS)[number];

/** What an executor may be told; each takes what it needs and names what it lacks. */
export interface ExecutorOptions {
  readonly task: string;
  readonly model?: string | undefined;
  /** Pinned revision of a hub's model. */
  readonly revision?: string | undefined;
  /** Folder with models, one folder each, or a file with one. */
  readonly modelPath?: string | undefined;
  readonly weightPrecision?: string | undefined;
  readonly threads?: number | undefined;
  /** New tokens of each output. The study behind the core data set has 10. */
  readonly outputTokens?: number | undefined;
  /** Weights are random. */
  readonly synthetic?: boolean | undefined;
  readonly endpoint?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly dialect?: EndpointDialect | undefined;
  readonly stream?: boolean | undefined;
  /** Longest wait for one answer of an endpoint, s. */
  readonly requestTimeoutS?: number | undefined;
  /** Program and arguments. */
  readonly command?: readonly string[] | undefined;
  readonly commandProtocol?: 'json-lines' | 'exit-code' | undefined;
}

export const DEFAULT_OUTPUT_TOKENS = 10;

/** Threads as asked for, else one for each processor: said to the runtime in any case, never left to it. */
export const threadsOf = ({ threads }: ExecutorOptions): number => threads ?? availableParallelism();

/** The option, once it is known to be there. */
export function needed<K extends keyof ExecutorOptions>(
  options: ExecutorOptions,
  field: K,
  what: string,
): NonNullable<ExecutorOptions[K]> {
  const value = options[field];
  if (value !== undefined && value !== null && value !== '') return value as NonNullable<ExecutorOptions[K]>;
  throw DomainError.field('VALIDATION_FAILED', field, `${field} is needed: ${what}`);
}
