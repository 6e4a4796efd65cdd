import Fuse from 'fuse.js';

/** Fuzzy lookup over a fixed list: typing errors, parts of names and word order do not matter. */
export class FuzzyIndex<T> {
  private readonly fuse: Fuse<T>;

  constructor(items: readonly T[], keys: string[]) {
    this.fuse = new Fuse([...items], { keys, threshold: 0.35, ignoreLocation: true, minMatchCharLength: 2 });
  }

  /** Best match first. */
  search(text: string): T[] {
    return this.fuse.search(text).map(({ item }) => item);
  }
}

/** Names close to one that is unknown, best first, for an error that shows the way out. */
export function closeMatches(name: string, known: readonly string[], limit = 3): string[] {
  const fuse = new Fuse([...known], { threshold: 0.5, ignoreLocation: true });
  return fuse.search(name.slice(0, 100), { limit }).map(({ item }) => item);
}

/** `; did you mean "a", "b"?`, or nothing. */
export const didYouMean = (suggestions: readonly string[]): string =>
  suggestions.length > 0 ? `; did you mean ${suggestions.map((name) => `"${name}"`).join(', ')}?` : '';
