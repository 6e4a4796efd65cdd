import { MoreThan } from 'typeorm';
import type { FindManyOptions, FindOptionsWhere, Repository } from 'typeorm';
import { DomainError } from '../core/errors/index.js';
import { decodeCursor, DEFAULT_PAGE, encodeCursor } from '../common/pagination/index.js';
import type { Page, PageQuery } from '../common/pagination/index.js';

/** A page of rows in the order of their arrival; the cursor holds the sequence number of the last one seen. */
export async function pageBySequence<Entity extends { seq: number }>(
  table: Repository<Entity>,
  where: FindOptionsWhere<Entity>,
  query: PageQuery,
  options: FindManyOptions<Entity> = {},
): Promise<Page<Entity>> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const after = query.cursor === undefined ? 0 : sequenceOf(query.cursor);
  const total = await table.count({ where });
  const found = await table.find({
    ...options,
    where: { ...where, seq: MoreThan(after) },
    order: { seq: 'ASC' } as FindManyOptions<Entity>['order'],
    take: limit + 1,
  } as FindManyOptions<Entity>);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last ? encodeCursor(String(last.seq)) : null, total };
}

function sequenceOf(cursor: string): number {
  const sequence = Number(decodeCursor(cursor));
  if (Number.isSafeInteger(sequence) && sequence >= 0) return sequence;
  throw DomainError.field(
    'BAD_CURSOR',
    'cursor',
    'cursor must be the nextCursor of a page of this same list',
  );
}
