import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { readConfig } from '../../../common/config/config.js';
import { readOut, tooLarge } from '../../../common/files/index.js';
import { toDomainError } from '../../../common/errors/index.js';
import { DomainError } from '../../../core/errors/index.js';
import type { Page, PageQuery } from '../../../common/pagination/index.js';
import { pageBySequence } from '../../../database/page-by-sequence.js';
import type { ApiKey } from '../../auth/index.js';
import { ExperimentsService } from '../experiments/experiments.service.js';
import { importDefaults } from '../run-defaults.js';
import { ImportEntity, ImportRejectionEntity } from './import.entity.js';
import type { ImportDto, ImportRejectionDto } from './import.dto.js';
import type { ImportQuery } from './import.input.js';
import type { ImportOrder } from './import-job.js';
import { plainFileName, requestDefaults } from './import-request.js';
import { RunningImports } from './running-imports.js';
import { removeSpooled, spool } from './spool.js';
import { toImportDto, toRejectionDto } from './to-import-dto.js';

/** As many rejected rows as a report shows itself. */
const SHOWN = 100;

interface Upload {
  readonly body: Readable;
  readonly headers: IncomingHttpHeaders;
  readonly query: ImportQuery;
  readonly key: ApiKey;
}

/** Files of measured runs, and the reports of what became of them. */
@Injectable()
export class ImportsService {
  private readonly limit = { bytes: readConfig().IMPORT_LIMIT_BYTES, setting: 'IMPORT_LIMIT_BYTES' };

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(RunningImports) private readonly running: RunningImports,
    @Inject(ExperimentsService) private readonly experiments: ExperimentsService,
  ) {}

  /** The report of the import, at its end or, where the request asks for it, at its beginning. */
  async upload({ body, headers, query, key }: Upload): Promise<ImportDto> {
    try {
      this.requireReadable(headers);
      const order = await this.order(query, headers, key);
      await this.running.begin(order);
      if (query.async) await this.later(order, body);
      else await this.running.run(order, body);
      return await this.one(order.id);
    } finally {
      readOut(body);
    }
  }

  /** In the order of their arrival. */
  async list(query: PageQuery): Promise<Page<ImportDto>> {
    const page = await pageBySequence(this.dataSource.getRepository(ImportEntity), {}, query);
    return { ...page, items: page.items.map((entry) => toImportDto(entry, [])) };
  }

  async one(id: string): Promise<ImportDto> {
    const entry = await this.find(id);
    const shown = { where: { importId: id }, order: { seq: 'ASC' as const }, take: SHOWN };
    return toImportDto(entry, await this.rejections.find(shown));
  }

  async rejected(id: string, query: PageQuery): Promise<Page<ImportRejectionDto>> {
    await this.find(id);
    const page = await pageBySequence(this.rejections, { importId: id }, query);
    return { ...page, items: page.items.map(toRejectionDto) };
  }

  private async order(query: ImportQuery, headers: IncomingHttpHeaders, key: ApiKey): Promise<ImportOrder> {
    const named = headers['x-file-name'];
    const fileName = plainFileName(query.fileName ?? (typeof named === 'string' ? named : undefined));
    const bound = query.experiment ? await this.experiments.defaultsOf(query.experiment) : null;
    const defaults = importDefaults(bound, requestDefaults(query, fileName));
    const { format = null, dryRun = false } = query;
    return { id: randomUUID(), key, format, fileName, defaults, dryRun, limit: this.limit };
  }

  /** The file is put aside first: a client that got its answer may hang up. */
  private async later(order: ImportOrder, body: Readable): Promise<void> {
    try {
      const { manager } = this.dataSource;
      await this.running.alive(order.id, () => spool(manager, order.id, body, this.limit));
      void this.running.runSpooled(order);
    } catch (error) {
      const known = toDomainError(error);
      const away = new DomainError('NOT_READY', 'The upload did not reach its end');
      await this.running.fail(order.id, known ? 'failed' : 'interrupted', known ?? away);
      await removeSpooled(this.dataSource.manager, order.id);
      throw error;
    }
  }

  private requireReadable(headers: IncomingHttpHeaders): void {
    const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
    if (!['identity', 'gzip', 'x-gzip'].includes(encoding)) {
      throw new DomainError(
        'UNSUPPORTED_MEDIA_TYPE',
        `The content encoding ${encoding.slice(0, 40)} is not read; send the file plain or with gzip`,
      );
    }
    if (Number(headers['content-length'] ?? 0) > this.limit.bytes) throw tooLarge(this.limit, 'The body is');
  }

  private async find(id: string): Promise<ImportEntity> {
    const entry = isUUID(id) ? await this.dataSource.manager.findOneBy(ImportEntity, { id }) : null;
    if (entry) return entry;
    throw new DomainError('NOT_FOUND', `There is no import ${id.slice(0, 80)}; GET /v1/imports lists them`);
  }

  private get rejections() {
    return this.dataSource.getRepository(ImportRejectionEntity);
  }
}
