import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EstimateDto } from './estimate.dto.js';
import { EstimateEntity } from './estimate.entity.js';
import type { EstimateInput } from './estimate.input.js';

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

  async find(id: string): Promise<EstimateDto | null> {
    const receipt = await this.dataSource.manager.findOneBy(EstimateEntity, { id });
    return receipt ? (receipt.result as EstimateDto) : null;
  }
}
