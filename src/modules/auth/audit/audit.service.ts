import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { pageBySequence } from '../../../database/page-by-sequence.js';
import type { Page } from '../../../common/pagination/index.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import type { AuditEntryDto } from './audit.dto.js';
import type { AuditQuery } from './audit.input.js';

@Injectable()
export class AuditService {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Oldest first. */
  async list({ action, subject, keyId, ...query }: AuditQuery): Promise<Page<AuditEntryDto>> {
    const where = { ...(action && { action }), ...(subject && { subject }), ...(keyId && { keyId }) };
    const page = await pageBySequence(this.dataSource.getRepository(AuditEntryEntity), where, query);
    return { ...page, items: page.items.map(toDto) };
  }
}

const toDto = ({ at, ...own }: AuditEntryEntity): AuditEntryDto => ({
  ...own,
  at: at.toISOString(),
});
