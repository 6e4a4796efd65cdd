import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { DEFAULT_PAGE, decodeCursor, encodeCursor } from '../../common/pagination/index.js';
import type { Page } from '../../common/pagination/index.js';
import { DomainError } from '../../core/errors/index.js';
import type { EstimateDto } from './estimate.dto.js';
import { EstimateEntity } from './estimate.entity.js';
import type { EstimateInput } from './estimate.input.js';
import type { ReceiptSummaryDto } from './receipt/receipt.dto.js';
import type { ReceiptQuery } from './receipt/receipt.input.js';

/** Receipts. One that is stored is never changed: the same id means the same question, data and method. */
@Injectable()
export class EstimateStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async save(input: EstimateInput, result: EstimateDto, inputHash: string): Promise<void> {
    await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(EstimateEntity)
      .values({
        id: result.id,
        inputHash,
        input,
        result,
        methodVersion: result.method,
        dataVersion: result.dataVersion,
      })
      .orIgnore()
      .execute();
  }

  find(id: string): Promise<EstimateEntity | null> {
    return this.manager.findOneBy(EstimateEntity, { id });
  }

  /** The newest first. */
  async list({ limit = DEFAULT_PAGE, cursor, ...query }: ReceiptQuery): Promise<Page<ReceiptSummaryDto>> {
    const filters = [query.name ?? null, query.inputHash ?? null, query.factorSet ?? null];
    const before = cursor === undefined ? null : sequenceOf(cursor);
    const rows = await this.manager.query<SummaryRow[]>(LIST, [...filters, before, limit + 1]);
    const [count] = await this.manager.query<{ total: number }[]>(COUNT, filters);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(({ seq: _, createdAt, ...own }) => ({ ...own, createdAt: createdAt.toISOString() })),
      nextCursor: rows.length > limit && last ? encodeCursor(String(last.seq)) : null,
      total: count?.total ?? 0,
    };
  }

  private get manager(): EntityManager {
    return this.dataSource.manager;
  }
}

type SummaryRow = Omit<ReceiptSummaryDto, 'createdAt'> & { readonly seq: string; readonly createdAt: Date };

const FITS = `
  ($1::text IS NULL OR result->>'name' = $1) AND ($2::text IS NULL OR input_hash = $2)
  AND ($3::text IS NULL OR result->>'factorSet' = $3)`;

const LIST = `
  SELECT seq, id, result->>'name' AS name, input_hash AS "inputHash", result->>'factorSet' AS "factorSet",
    data_version AS "dataVersion", method_version AS "methodVersion", created_at AS "createdAt",
    (result#>>'{perDay,energyKwh,mean}')::float8 AS "energyKwhPerDay",
    (result#>>'{perDay,emissionsKgCo2e,mean}')::float8 AS "emissionsKgCo2ePerDay"
  FROM estimate WHERE ${FITS} AND ($4::bigint IS NULL OR seq < $4) ORDER BY seq DESC LIMIT $5`;

const COUNT = `SELECT count(*)::int AS total FROM estimate WHERE ${FITS}`;

function sequenceOf(cursor: string): string {
  const sequence = decodeCursor(cursor);
  if (/^\d{1,18}$/.test(sequence)) return sequence;
  throw DomainError.field('BAD_CURSOR', 'cursor', 'cursor must be the nextCursor of a page of estimates');
}
