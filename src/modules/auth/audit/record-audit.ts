import type { EntityManager } from 'typeorm';
import { AuditEntryEntity } from './audit-entry.entity.js';

/** Who acts: an API key, or the command line, which needs none. */
export interface Actor {
  readonly id: string;
  readonly name: string;
}

export const COMMAND_LINE: Actor = { id: 'cli', name: 'command line' };

export interface AuditEvent {
  /** What was done, such as `run.publish`. */
  readonly action: string;
  /** What it was done to: an id, or the list that it was added to. */
  readonly subject: string;
  readonly details?: object;
}

/** Notes who did what, in the transaction that does it: neither is there without the other. */
export function recordAudit(manager: EntityManager, actor: Actor, event: AuditEvent): Promise<void> {
  return recordAudits(manager, actor, [event]);
}

/** The same for several things at once, an entry each. */
export async function recordAudits(
  manager: EntityManager,
  { id: keyId, name: keyName }: Actor,
  events: readonly AuditEvent[],
): Promise<void> {
  const entries = events.map(({ details = {}, ...event }) => ({ keyId, keyName, ...event, details }));
  await manager.insert(AuditEntryEntity, entries);
}
