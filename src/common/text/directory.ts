import { byText } from '../../core/collections.js';
import type { ErrorCode } from '../../core/errors/index.js';
import { unknownName } from '../errors/unknown-name.js';
import { paginate } from '../pagination/index.js';
import type { Page, PageQuery } from '../pagination/index.js';
import { FuzzyIndex } from './fuzzy.js';

interface DirectoryOptions<T> {
  readonly keyOf: (item: T) => string;
  /** Properties that `q` searches. */
  readonly searched: (keyof T & string)[];
  readonly unknown: ErrorCode;
}

/** An immutable list of named things: by key, by fuzzy search, in pages. */
export class Directory<T> {
  readonly all: readonly T[];
  private readonly byKey: ReadonlyMap<string, T>;
  private fuzzy: FuzzyIndex<T> | null = null;

  constructor(
    items: readonly T[],
    private readonly options: DirectoryOptions<T>,
  ) {
    this.all = [...items].sort(byText(options.keyOf));
    this.byKey = new Map(this.all.map((item) => [options.keyOf(item), item]));
  }

  find(key: string): T | undefined {
    return this.byKey.get(key);
  }

  /** The item that a path names; an unknown one is a 404 with close matches. */
  get(key: string, field: string): T {
    return this.byKey.get(key) ?? this.unknown(key, field, 404);
  }

  /** The item that a field of the request names; an unknown one is a 422 with close matches. */
  require(key: string, field: string): T {
    return this.byKey.get(key) ?? this.unknown(key, field);
  }

  page(query: PageQuery & { q?: string }, fits: (item: T) => boolean): Page<T> {
    return paginate(this.matching(query.q).filter(fits), this.options.keyOf, query);
  }

  /** All items, or those that a fuzzy search finds, best first. */
  matching(q: string | undefined): readonly T[] {
    if (q === undefined) return this.all;
    this.fuzzy ??= new FuzzyIndex(this.all, this.options.searched);
    return this.fuzzy.search(q);
  }

  private unknown(value: string, field: string, status?: 404): never {
    const known = [...this.byKey.keys()];
    throw unknownName({ code: this.options.unknown, field, value, known, ...(status && { status }) });
  }
}
