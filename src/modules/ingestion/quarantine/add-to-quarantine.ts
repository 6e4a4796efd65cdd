import { createHash, randomUUID } from 'node:crypto';
import { In } from 'typeorm';
import type { EntityManager } from 'typeorm';
import type { FieldError } from '../../../core/errors/index.js';
import type { RunDraft } from '../../../core/run/index.js';
import type { IngestContext } from '../incoming.js';
import { toRunInput } from '../run-conversion.js';
import { keptRecord } from './kept-record.js';
import { QuarantineEntity } from './quarantine.entity.js';

export interface Refusal {
  /** Position in the request. */
  readonly index: number;
  readonly raw: unknown;
  readonly draft: RunDraft | null;
  readonly problems: readonly FieldError[];
}

/** Entries a statement: each is of a limited length, and so is the statement. */
const SLICE = 200;

/**
 * Keeps what was refused, with the reasons; gives the entry's id by the record's position. A record that is
 * there already and open is not kept twice, so that sending again is harmless here too.
 */
export async function addToQuarantine(
  manager: EntityManager,
  refusals: readonly Refusal[],
  { key, channel }: IngestContext,
): Promise<Map<number, string>> {
  if (refusals.length === 0) return new Map();
  const entries = refusals.map((refusal) => {
    const record = refusal.raw ?? (refusal.draft && toRunInput(refusal.draft));
    const text = JSON.stringify([key.id, channel, record, codesOf(refusal)]);
    return { ...refusal, ...keptRecord(record, text.length), rawHash: hashOf(text) };
  });
  const hashes = entries.map(({ rawHash }) => rawHash);
  const open = await manager.findBy(QuarantineEntity, { state: 'open', rawHash: In(hashes) });
  const ids = new Map(open.map((entry) => [entry.rawHash, entry.id]));
  const fresh = entries.filter(({ rawHash }) => {
    if (ids.has(rawHash)) return false;
    ids.set(rawHash, randomUUID());
    return true;
  });
  const rows = fresh.map(({ record, whole, rawHash, draft, problems }) => ({
    id: ids.get(rawHash) ?? '',
    channel,
    keyId: key.id,
    keyName: key.name,
    raw: { record },
    rawHash,
    draft: whole ? draft : null,
    problems: [...problems],
  }));
  for (let at = 0; at < rows.length; at += SLICE)
    await manager.insert(QuarantineEntity, rows.slice(at, at + SLICE));
  return new Map(entries.map(({ index, rawHash }) => [index, ids.get(rawHash) ?? '']));
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const codesOf = ({ problems }: Refusal): string[] => problems.map(({ field, code }) => `${field} ${code}`);
