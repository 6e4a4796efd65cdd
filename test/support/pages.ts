import type { Service } from './service.js';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  readonly total: number;
}

export interface Walk<T> {
  readonly items: T[];
  readonly pages: number;
  readonly totals: ReadonlySet<number>;
}

/** Follows `nextCursor` from the first page to the last. */
export async function walk<T>(service: Service, path: string, limit: number): Promise<Walk<T>> {
  const items: T[] = [];
  const totals = new Set<number>();
  let pages = 0;
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body, text } = await service.get<Page<T>>(
      `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${after}`,
    );
    if (status !== 200) throw new Error(`page ${pages + 1} of ${path}: ${status} ${text}`);
    items.push(...body.items);
    totals.add(body.total);
    pages += 1;
    cursor = body.nextCursor;
  } while (cursor !== null);
  return { items, pages, totals };
}
