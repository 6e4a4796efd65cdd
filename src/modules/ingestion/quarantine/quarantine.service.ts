import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { DomainError } from '../../../core/errors/index.js';
import type { Page } from '../../../common/pagination/index.js';
import { pageBySequence } from '../../../database/page-by-sequence.js';
import { recordAudit } from '../../auth/index.js';
import type { ApiKey } from '../../auth/index.js';
import { toFactorChangeDto } from '../../factors/index.js';
import type { IncomingRecord } from '../incoming.js';
import { IngestionService } from '../ingestion.service.js';
import { readRecord, requireShallow } from '../read-record.js';
import type { QuarantinedRecordDto, QuarantineResultDto } from './quarantine.dto.js';
import { QuarantineEntity } from './quarantine.entity.js';
import type { QuarantineState } from './quarantine.entity.js';
import type { QuarantineQuery } from './quarantine.input.js';
import { contentsOf, isReleasable, toQuarantinedRecordDto } from './to-quarantine-dto.js';

/** What a released run is marked with, so that a factor shows that somebody overruled a gate for it. */
export const RELEASED_FLAG = 'released-from-quarantine';

/** Records that were not accepted: each is corrected, released or discarded once, and never removed. */
@Injectable()
export class QuarantineService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(IngestionService) private readonly ingestion: IngestionService,
  ) {}

  /** In the order of their arrival. */
  async list({ state, channel, ...query }: QuarantineQuery): Promise<Page<QuarantinedRecordDto>> {
    const where = { ...(state && { state: state as QuarantineState }), ...(channel && { channel }) };
    const page = await pageBySequence(this.dataSource.getRepository(QuarantineEntity), where, query);
    return { ...page, items: page.items.map(toQuarantinedRecordDto) };
  }

  async one(id: string): Promise<QuarantinedRecordDto> {
    return toQuarantinedRecordDto(await find(this.dataSource.manager, id));
  }

  /** Puts a corrected record through the same rules; where it fails again, the entry stays open. */
  correct(id: string, body: unknown, key: ApiKey): Promise<QuarantineResultDto> {
    return this.accept(id, key, 'corrected', null, () => {
      requireShallow(body);
      return readRecord(body);
    });
  }

  /** Accepts the record as it is. Only a figure that is implausible can be released; a rule cannot be. */
  release(id: string, reason: string, key: ApiKey): Promise<QuarantineResultDto> {
    return this.accept(id, key, 'released', reason, (entry) => {
      const { draft, problems } = contentsOf(entry);
      if (draft && isReleasable(problems)) {
        return { draft: { ...draft, qcFlags: [...draft.qcFlags, RELEASED_FLAG] } };
      }
      throw new DomainError(
        'CONFLICT',
        'Only a record that is kept whole and whose every problem is IMPLAUSIBLE can be released; correct this one instead',
      );
    });
  }

  discard(id: string, reason: string, key: ApiKey): Promise<QuarantinedRecordDto> {
    return this.dataSource.transaction(async (manager) => {
      const entry = await findOpen(manager, id);
      return toQuarantinedRecordDto(
        await close(manager, entry, key, { state: 'discarded', reason, runId: null }),
      );
    });
  }

  private accept(
    id: string,
    key: ApiKey,
    state: 'corrected' | 'released',
    reason: string | null,
    recordOf: (entry: QuarantineEntity) => IncomingRecord,
  ): Promise<QuarantineResultDto> {
    return this.ingestion.changing(async (manager) => {
      const entry = await findOpen(manager, id);
      const gates = state === 'released' ? ({ gates: 'invariants-only' } as const) : {};
      const context = { key, channel: entry.channel };
      const outcome = await this.ingestion.ingestIn(manager, [recordOf(entry)], context, gates);
      const [record] = outcome.records;
      // thrown inside the transaction: what was tried leaves no trace
      if (record?.outcome === 'quarantined') {
        const message = record.problems.map((problem) => `${problem.field}: ${problem.message}`).join('; ');
        const code = record.problems[0]?.code ?? 'VALIDATION_FAILED';
        throw new DomainError(code, message, record.problems, undefined, { quarantineId: id });
      }
      const closed = await close(manager, entry, key, { state, reason, runId: record?.runId ?? null });
      return { entry: toQuarantinedRecordDto(closed), factors: outcome.changes.map(toFactorChangeDto) };
    });
  }
}

async function find(manager: EntityManager, id: string): Promise<QuarantineEntity> {
  const entry = isUUID(id) ? await manager.findOneBy(QuarantineEntity, { id }) : null;
  if (entry) return entry;
  throw new DomainError('NOT_FOUND', `There is no record ${id.slice(0, 80)}; GET /v1/quarantine lists them`);
}

async function findOpen(manager: EntityManager, id: string): Promise<QuarantineEntity> {
  if (isUUID(id)) await manager.query('SELECT 1 FROM quarantine WHERE id = $1 FOR UPDATE', [id]);
  const entry = await find(manager, id);
  if (entry.state === 'open') return entry;
  throw new DomainError('CONFLICT', `The record is ${entry.state} already`);
}

type Closing = Pick<QuarantineEntity, 'state' | 'reason' | 'runId'>;

async function close(
  manager: EntityManager,
  entry: QuarantineEntity,
  key: ApiKey,
  closing: Closing,
): Promise<QuarantineEntity> {
  const closed = { ...closing, closedAt: new Date() };
  await manager.update(QuarantineEntity, { id: entry.id }, closed);
  const { state, reason, runId } = closing;
  const action = { open: 'open', corrected: 'correct', released: 'release', discarded: 'discard' }[state];
  const details = { reason, runId };
  await recordAudit(manager, key, { action: `quarantine.${action}`, subject: entry.id, details });
  return { ...entry, ...closed };
}
