/** Σx/n; NaN for an empty list. */
export function arithmeticMean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** n/Σ(1/x), the mean for cell counts: var(x̄) = σ²/n is linear in 1/n. NaN for an empty list. */
export function harmonicMean(values: readonly number[]): number {
  return 1 / arithmeticMean(values.map((value) => 1 / value));
}
