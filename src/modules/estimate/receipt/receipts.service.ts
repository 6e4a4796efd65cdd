import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DomainError } from '../../../core/errors/index.js';
import type { Page } from '../../../common/pagination/index.js';
import type { EstimateDto } from '../estimate.dto.js';
import type { EstimateEntity } from '../estimate.entity.js';
import type { EstimateInput } from '../estimate.input.js';
import { EstimateStore } from '../estimate.store.js';
import { EstimatesService } from '../estimates.service.js';
import { explainRerun } from './explain-rerun.js';
import type { ExportedReceiptDto, ReceiptDto, ReceiptSummaryDto, RerunDto } from './receipt.dto.js';
import type { ReceiptQuery, RerunInput } from './receipt.input.js';
import { toCsv } from './to-csv.js';

/** Stored estimates: read back unchanged, computed again, exported. */
@Injectable()
export class ReceiptsService {
  constructor(
    @Inject(EstimateStore) private readonly store: EstimateStore,
    @Inject(EstimatesService) private readonly estimates: EstimatesService,
  ) {}

  list(query: ReceiptQuery): Promise<Page<ReceiptSummaryDto>> {
    return this.store.list(query);
  }

  /** The answer, as it was given. */
  async one(id: string): Promise<EstimateDto> {
    return (await this.require(id)).result as EstimateDto;
  }

  async receipt(id: string): Promise<ReceiptDto> {
    const entity = await this.require(id);
    const result = entity.result as EstimateDto;
    return {
      id: entity.id,
      input: entity.input,
      inputHash: entity.inputHash,
      factorSet: result.factorSet,
      dataVersion: entity.dataVersion,
      methodVersion: entity.methodVersion,
      createdAt: entity.createdAt.toISOString(),
      result,
    };
  }

  /** The same question again: to the data of today, or to another factor set. */
  async rerun(id: string, { factorSet, store }: RerunInput): Promise<RerunDto> {
    const entity = await this.require(id);
    const input = entity.input as EstimateInput;
    const after = await this.estimates.create({
      ...input,
      ...(factorSet && { factorSet }),
      store: store ?? false,
    });
    return explainRerun(entity.result as EstimateDto, after);
  }

  async export(id: string, format: string): Promise<ExportedReceiptDto> {
    const result = await this.one(id);
    return format === 'csv'
      ? { contentType: 'text/csv; charset=utf-8', body: toCsv(result) }
      : { contentType: 'application/json; charset=utf-8', body: JSON.stringify(result) };
  }

  private async require(id: string): Promise<EstimateEntity> {
    const receipt = isUUID(id) ? await this.store.find(id) : null;
    if (receipt) return receipt;
    throw new DomainError(
      'NOT_FOUND',
      `There is no receipt of an estimate ${id.slice(0, 80)}; estimates are kept where the request says "store": true`,
    );
  }
}
