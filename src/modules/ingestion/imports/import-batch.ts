import type { EntityManager } from 'typeorm';
import type { FieldError } from '../../../core/errors/index.js';
import { insertMissing } from '../../../database/rows.js';
import type { FactorWatch } from '../factor-watch.js';
import type { ImportedRecord } from '../importers/index.js';
import { incoming, problemOf } from '../imported-record.js';
import type { IngestContext, IngestOutcome } from '../incoming.js';
import type { IngestionService, PreparedRecord } from '../ingestion.service.js';

/** What a batch of a file's records came to. */
export interface BatchResult {
  readonly accepted: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly rejections: readonly Rejection[];
  /** External ids of the runs that are new. */
  readonly newRuns: readonly string[];
}

export interface Rejection {
  readonly row: number;
  readonly code: string;
  readonly field: string | null;
  readonly message: string;
  readonly quarantineId: string | null;
}

/** A record of a file with what the rules that look at it alone say; null where it holds no run that could be corrected. */
export interface PreparedRow {
  readonly row: ImportedRecord;
  readonly prepared: PreparedRecord | null;
}

export const prepareRow = (ingestion: IngestionService, row: ImportedRecord): PreparedRow => ({
  row,
  prepared: needsNoCorrection(row) ? null : ingestion.prepare(incoming(row)),
});

/** Takes records in through the one way in, inside the caller's transaction. */
export async function takeBatch(
  ingestion: IngestionService,
  manager: EntityManager,
  batch: readonly PreparedRow[],
  context: IngestContext,
  watch: FactorWatch,
): Promise<BatchResult> {
  const aside = batch.filter(({ prepared }) => prepared === null).map(({ row }) => row);
  const taken = batch.flatMap(({ row, prepared }) => (prepared === null ? [] : [{ row, prepared }]));
  const records = taken.map(({ row }) => row);
  const prepared = taken.map((one) => one.prepared);
  const outcome = await ingestion.storeIn(manager, prepared, context, { watch });
  return {
    ...countsOf(outcome),
    rejections: [...aside.flatMap(setAside), ...refused(records, outcome)].sort((a, b) => a.row - b.row),
    newRuns: outcome.records.flatMap(({ outcome: became }, index) => {
      const record = records[index];
      return became === 'accepted' && record && 'draft' in record ? [record.draft.externalId] : [];
    }),
  };
}

/** A row that a later one replaces, and a fault of the file as a whole, hold no run that could be corrected. */
const needsNoCorrection = (record: ImportedRecord): boolean =>
  'error' in record && (record.row === 0 || record.error.code === 'ROW_SUPERSEDED');

const setAside = (record: ImportedRecord): Rejection[] =>
  'error' in record ? [rejection(record.row, [problemOf(record.error)], null)] : [];

const refused = (records: readonly ImportedRecord[], outcome: IngestOutcome): Rejection[] =>
  outcome.records.flatMap((became, index) =>
    became.outcome === 'quarantined'
      ? [rejection(rowOf(records[index]), became.problems, became.quarantineId)]
      : [],
  );

const rowOf = (record: ImportedRecord | undefined): number => {
  if (record === undefined) return 0;
  return 'draft' in record ? (record.draft.sourceRow ?? record.row) : record.row;
};

function rejection(row: number, problems: readonly FieldError[], quarantineId: string | null): Rejection {
  const [first] = problems;
  const message = problems.map((problem) => problem.message).join('; ');
  return {
    row,
    code: first?.code ?? 'VALIDATION_FAILED',
    field: first?.field || null,
    message,
    quarantineId,
  };
}

function countsOf({ records }: IngestOutcome) {
  const count = (outcome: string) => records.filter((record) => record.outcome === outcome).length;
  return {
    accepted: count('accepted'),
    duplicates: count('duplicate'),
    quarantined: count('quarantined'),
  };
}

/** Adds a batch to the report, in the transaction that takes it in. */
export async function noteBatch(
  manager: EntityManager,
  importId: string,
  bytes: number,
  rows: number,
  batch: BatchResult,
): Promise<void> {
  await manager.query(
    `UPDATE import SET heartbeat_at = now(), attempts = 0, bytes = $2, rows = rows + $3, accepted = accepted + $4,
       duplicates = duplicates + $5, quarantined = quarantined + $6, rejected = rejected + $7 WHERE id = $1`,
    [importId, bytes, rows, batch.accepted, batch.duplicates, batch.quarantined, batch.rejections.length],
  );
  await insertMissing(
    manager,
    'import_rejection',
    batch.rejections.map((entry) => ({ importId, ...entry })),
  );
}
