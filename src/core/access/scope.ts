/** What an API key may do. Reads and estimates need none. */
export const SCOPES = ['runs:write', 'runs:publish', 'factors:publish', 'benchmarks:run', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** `admin` stands for every scope; the others stand for themselves only. */
export const allows = (granted: readonly Scope[], needed: Scope): boolean =>
  granted.includes('admin') || granted.includes(needed);
