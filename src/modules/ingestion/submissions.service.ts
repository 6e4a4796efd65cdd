import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DomainError } from '../../core/errors/index.js';
import type { ErrorCode, FieldError } from '../../core/errors/index.js';
import type { ApiKey } from '../auth/index.js';
import { IdempotentAnswerEntity } from './idempotent-answer.entity.js';
import { toIngestResultDto } from './ingest-result.dto.js';
import type { IngestResultDto } from './ingest-result.dto.js';
import { IngestionService } from './ingestion.service.js';
import { readRecord, requireShallow } from './read-record.js';

export const MAX_RECORDS = 1_000;

interface Request {
  readonly key: ApiKey;
  readonly idempotencyKey: string | undefined;
}

/** Runs that are sent as JSON: one or many, once or again. */
@Injectable()
export class SubmissionsService {
  constructor(@Inject(IngestionService) private readonly ingestion: IngestionService) {}

  /** A single run that is not accepted is an error of the request; of many, each has its own outcome. */
  async submit(body: unknown, request: Request): Promise<IngestResultDto> {
    if (Array.isArray(body)) return this.submitAll(body, request);
    if (typeof body !== 'object' || body === null)
      throw notRuns('the body must be a run or an array of runs');
    const result = await this.submitAll([body], request);
    if (result.quarantined > 0) throw refused(result);
    return result;
  }

  async submitAll(records: readonly unknown[], request: Request): Promise<IngestResultDto> {
    if (records.length === 0 || records.length > MAX_RECORDS) {
      throw notRuns(`an array of runs must hold 1 to ${MAX_RECORDS}; this one holds ${records.length}`);
    }
    requireShallow(records);
    const incoming = records.map(readRecord);
    return this.ingestion.changing((manager) =>
      once(manager, records, request, async () => {
        const context = { key: request.key, channel: 'api' };
        return toIngestResultDto(await this.ingestion.ingestIn(manager, incoming, context));
      }),
    );
  }
}

/** Answers a request that was answered before with the same answer, and does nothing more. */
async function once(
  manager: EntityManager,
  records: readonly unknown[],
  { key, idempotencyKey }: Request,
  answer: () => Promise<IngestResultDto>,
): Promise<IngestResultDto> {
  if (idempotencyKey === undefined) return answer();
  if (!/^[\x21-\x7e]{1,200}$/.test(idempotencyKey)) {
    throw DomainError.field(
      'VALIDATION_FAILED',
      'Idempotency-Key',
      'Idempotency-Key must be 1 to 200 printable ASCII characters without spaces',
    );
  }
  const id = { keyId: key.id, idempotencyKey };
  const requestHash = createHash('sha256').update(JSON.stringify(records)).digest('hex');
  const earlier = await manager.findOneBy(IdempotentAnswerEntity, id);
  if (earlier?.requestHash === requestHash) return earlier.answer as IngestResultDto;
  if (earlier) {
    throw new DomainError(
      'CONFLICT',
      'The Idempotency-Key was used for another body; give each body its own',
    );
  }
  const result = await answer();
  await manager.insert(IdempotentAnswerEntity, { ...id, requestHash, answer: result });
  return result;
}

const notRuns = (message: string): DomainError => new DomainError('VALIDATION_FAILED', message);

function refused({ records: [record] }: IngestResultDto): DomainError {
  const quarantineId = record?.quarantineId ?? '';
  const problems = (record?.problems ?? []).map(({ field, code, message, suggestions }): FieldError => ({
    field,
    code: code as ErrorCode,
    message,
    ...(suggestions.length > 0 && { suggestions }),
  }));
  const detail = problems.map(({ field, message }) =>
    message.includes(field) ? message : `${field} ${message}`,
  );
  return new DomainError(
    problems[0]?.code ?? 'VALIDATION_FAILED',
    `${detail.join('; ')}. The record is kept: /v1/quarantine/${quarantineId}`,
    problems,
    undefined,
    { quarantineId },
  );
}
