/** node-llama-cpp, as far as it is used here. It is optional, so its own types may be absent. */
export interface LlamaPackage {
  getLlama(options: Record<string, unknown>): Promise<LlamaRuntime>;
}

export interface LlamaRuntime {
  /** What computes beside the processor, such as `cuda`. */
  readonly gpu: string | false;
  loadModel(options: { modelPath: string; loadSignal: AbortSignal }): Promise<LlamaModel>;
  dispose(): Promise<void>;
}

export interface LlamaModel {
  readonly tokens: { readonly bos: number | null; readonly shouldPrependBosToken: boolean };
  tokenize(text: string): number[];
  createContext(options: { threads: number; createSignal: AbortSignal }): Promise<LlamaContext>;
}

export interface LlamaContext {
  readonly contextSize: number;
  getSequence(): LlamaSequence;
}

export interface LlamaSequence {
  readonly tokenMeter: { getState(): { usedInputTokens: number; usedOutputTokens: number } };
  clearHistory(): Promise<void>;
  /** Writes on without end. */
  evaluate(tokens: number[], options: Record<string, unknown>): AsyncGenerator<number, void>;
}

/**
 * The package forks itself to try its library, and a fork takes over what Node was started with. `--import` or
 * `--inspect` of this process would make the trial fail.
 */
export async function withoutNodeArguments<T>(action: () => Promise<T>): Promise<T> {
  const kept = process.execArgv.splice(0);
  try {
    return await action();
  } finally {
    process.execArgv.push(...kept);
  }
}
