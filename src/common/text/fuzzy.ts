import Fuse from 'fuse.js';
import { editDistance } from './edit-distance.js';

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
  const text = name.slice(0, 100);
  const misspelt = new Map(known.flatMap((item) => slipsBetween(text, item)));
  const bySlips = [...misspelt].sort(([, a], [, b]) => a - b).map(([item]) => item);
  const fuse = new Fuse([...known], { threshold: 0.5, ignoreLocation: true });
  const alike = fuse.search(text, { limit }).map(({ item }) => item);
  return [...new Set([...bySlips, ...alike])].slice(0, limit);
}

/** A name that a few slips away is meant before one that is merely alike; one letter in four may be a slip. */
function slipsBetween(text: string, item: string): [string, number][] {
  const name = item.toLowerCase();
  const spellings = [name, name.slice(name.lastIndexOf('/') + 1)];
  const slips = Math.min(...spellings.map((spelling) => editDistance(text.toLowerCase(), spelling)));
  return slips <= Math.ceil(text.length / 4) ? [[item, slips]] : [];
}

/** `; did you mean "a", "b"?`, or nothing. */
export const didYouMean = (suggestions: readonly string[]): string =>
  suggestions.length > 0 ? `; did you mean ${suggestions.map((name) => `"${name}"`).join(', ')}?` : '';
