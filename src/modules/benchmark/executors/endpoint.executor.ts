import { setTimeout as sleep } from 'node:timers/promises';
import { addWork, NO_WORK, type ModelDescription, type WorkDone } from '../../../core/benchmark/index.js';
import type { BenchmarkInput } from '../datasets/index.js';
import { endpointAddress, keyFor } from './endpoint-address.js';
import { usageOf } from './endpoint-usage.js';
import { causeOf, failed, notLoaded, textOf, type Executor, type ExecutorKind } from './executor.js';
import { DEFAULT_OUTPUT_TOKENS, needed, type EndpointDialect, type ExecutorOptions } from './options.js';

const TRIES = 5;
/** Long enough for a server that has yet to read a large model from its disk. */
const REQUEST_TIMEOUT_S = 300;
const LONGEST_WAIT_S = 60;

/** What makes a server write exactly as many tokens as asked, and compute every prompt anew. */
const FIXED_LENGTH: Record<EndpointDialect, (tokens: number) => Record<string, unknown>> = {
  openai: () => ({}),
  tgi: () => ({}),
  ollama: () => ({}),
  vllm: (tokens) => ({ min_tokens: tokens, ignore_eos: true }),
  'llama.cpp': () => ({ ignore_eos: true, cache_prompt: false }),
};

/**
 * A model behind an OpenAI-compatible endpoint. A batch is sent at once, one request an input. The energy is the
 * serving machine's: a meter must run there.
 */
export class EndpointExecutor implements Executor {
  readonly name = 'endpoint';
  readonly runsHere: boolean;
  readonly ownProcesses = false;
  readonly threads = null;
  private readonly url: URL;
  private readonly model: string;

  constructor(private readonly options: ExecutorOptions) {
    const endpoint = needed(
      options,
      'endpoint',
      'the address of the server, such as http://127.0.0.1:8000/v1',
    );
    this.model = needed(options, 'model', 'the name by which the server knows the model');
    this.url = endpointAddress(endpoint);
    this.runsHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(this.url.hostname);
  }

  /** One request, so that the server has the model in memory. */
  async load(signal: AbortSignal): Promise<void> {
    try {
      await this.ask('Hello', signal);
    } catch (error) {
      signal.throwIfAborted();
      throw notLoaded(this.model, error);
    }
  }

  async run(inputs: readonly BenchmarkInput[], signal: AbortSignal): Promise<WorkDone> {
    // where one fails, the others must not go on to load the server during the next attempt
    const batch = new AbortController();
    const limits = AbortSignal.any([signal, batch.signal]);
    try {
      const done = await Promise.all(inputs.map((input) => this.ask(textOf(input), limits)));
      return done.reduce(addWork, NO_WORK);
    } catch (error) {
      batch.abort();
      throw error;
    }
  }

  describe(): ModelDescription {
    const { task, revision, weightPrecision, dialect, synthetic } = this.options;
    return {
      executor: this.name,
      task,
      modelId: this.model,
      revision: revision ?? null,
      weightsSha256: null,
      weightPrecision: weightPrecision ?? null,
      parameters: null,
      engine: dialect === undefined || dialect === 'openai' ? null : dialect,
      libraries: {},
      threads: null,
      synthetic: synthetic ?? false,
    };
  }

  async dispose(): Promise<void> {}

  private async ask(prompt: string, signal: AbortSignal): Promise<WorkDone> {
    for (let tried = 1; ; tried += 1) {
      const answer = await this.send(prompt, signal);
      if ('body' in answer) {
        return { inferences: 1, retries: tried - 1, ...usageOf(answer.body, this.options.stream ?? false) };
      }
      if (tried >= TRIES || !answer.again)
        throw failed(`${this.url.href} ${answer.problem} (${tried} of ${TRIES} tries)`);
      await sleep(1000 * Math.min(LONGEST_WAIT_S, answer.waitS ?? 2 ** (tried - 2)), undefined, { signal });
    }
  }

  private async send(prompt: string, signal: AbortSignal): Promise<Answer> {
    const { apiKey = keyFor(this.url), stream = false, requestTimeoutS = REQUEST_TIMEOUT_S } = this.options;
    const headers = {
      'content-type': 'application/json',
      // llama-server ends the connection after a stream without having said so, and the next request would fail
      ...(stream && { connection: 'close' }),
      ...(apiKey && { authorization: `Bearer ${apiKey}` }),
    };
    const timeout = AbortSignal.timeout(1000 * requestTimeoutS);
    const limits = AbortSignal.any([signal, timeout]);
    try {
      const body = JSON.stringify(this.requestFor(prompt));
      const response = await fetch(this.url, { method: 'POST', headers, body, signal: limits });
      if (response.ok) return { body: await response.text() };
      const problem = `answered ${response.status}: ${(await response.text()).slice(0, 200)}`;
      const again = response.status === 429 || response.status >= 500;
      return { problem, again, waitS: retryAfterS(response.headers.get('retry-after')) };
    } catch (error) {
      signal.throwIfAborted();
      // a request that hangs is not sent again beside the one that may still be worked on
      if (timeout.aborted)
        return { problem: `gave no answer in ${requestTimeoutS} s`, again: false, waitS: null };
      return { problem: `does not answer: ${causeOf(error)}`, again: true, waitS: null };
    }
  }

  private requestFor(prompt: string): Record<string, unknown> {
    const tokens = this.options.outputTokens ?? DEFAULT_OUTPUT_TOKENS;
    const stream = this.options.stream ?? false;
    return {
      model: this.model,
      messages: [{ role: 'user', content: prompt }],
      max_tokens: tokens,
      temperature: 0,
      stream,
      ...(stream && { stream_options: { include_usage: true } }),
      ...FIXED_LENGTH[this.options.dialect ?? 'openai'](tokens),
    };
  }
}

type Answer =
  | { readonly body: string }
  | { readonly problem: string; readonly again: boolean; readonly waitS: number | null };

/** Seconds or an HTTP date (RFC 9110, 10.2.3). */
export function retryAfterS(header: string | null, nowMs = Date.now()): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds : (Date.parse(header) - nowMs) / 1000;
  return Number.isFinite(wait) ? Math.max(0, wait) : null;
}

export const endpointKind: ExecutorKind = {
  name: 'endpoint',
  summary: 'any OpenAI-compatible server: vLLM, Ollama, llama.cpp, TGI',
  tasks: null,
  probe: async () => ({ available: true, details: 'needs the address of a server' }),
  create: (options) => new EndpointExecutor(options),
};
