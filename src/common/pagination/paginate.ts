import { DomainError } from '../../core/errors/index.js';
import type { Page } from './page.dto.js';
import { DEFAULT_PAGE } from './page.input.js';
import type { PageQuery } from './page.input.js';

export const encodeCursor = (key: string): string => Buffer.from(JSON.stringify([key])).toString('base64url');

export function decodeCursor(cursor: string): string {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && typeof parsed[0] === 'string') return parsed[0];
  } catch {
    // answered below: the caller sent something that we did not issue
  }
  throw badCursor();
}

/** A page of a list that is already filtered and ordered; the cursor holds the key of the last item seen. */
export function paginate<T>(all: readonly T[], keyOf: (item: T) => string, query: PageQuery): Page<T> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const start = query.cursor === undefined ? 0 : positionAfter(all, keyOf, decodeCursor(query.cursor));
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  const more = start + items.length < all.length;
  return {
    items,
    nextCursor: more && last !== undefined ? encodeCursor(keyOf(last)) : null,
    total: all.length,
  };
}

function positionAfter<T>(all: readonly T[], keyOf: (item: T) => string, key: string): number {
  const index = all.findIndex((item) => keyOf(item) === key);
  if (index < 0) throw badCursor();
  return index + 1;
}

function badCursor(): DomainError {
  return DomainError.field(
    'BAD_CURSOR',
    'cursor',
    'cursor must be the nextCursor of a page of this same list; start again without it',
  );
}
