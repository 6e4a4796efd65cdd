/** Counts tokens as transformers.js gives them to its streamers: first those before the output, then each new one. */
export class TokenCount {
  private before: number | null = null;
  private written = 0;

  /** @param signal - ends the generation between two tokens by an error out of `put` */
  constructor(private readonly signal: AbortSignal) {}

  put(ids: readonly (readonly unknown[])[]): void {
    this.signal.throwIfAborted();
    const count = ids.flat().length;
    if (this.before === null) this.before = count;
    else this.written += count;
  }

  end(): void {}

  get inputTokens(): number | null {
    return this.before;
  }

  get outputTokens(): number {
    return this.written;
  }
}
