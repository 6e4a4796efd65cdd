/** A release of CodeCarbon, as far as its columns depend on it. */
export class CodeCarbonVersion {
  private constructor(private readonly parts: readonly [number, number, number]) {}

  /** Null where the file has no `codecarbon_version`: the column came with 2.2.0. */
  static parse(text: string | null): CodeCarbonVersion | null {
    const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text ?? '');
    if (match === null) return null;
    return new CodeCarbonVersion([Number(match[1]), Number(match[2]), Number(match[3] ?? 0)]);
  }

  isBefore(major: number, minor: number, patch = 0): boolean {
    return compare(this.parts, [major, minor, patch]) < 0;
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((part, at) => part !== b[at]);
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
