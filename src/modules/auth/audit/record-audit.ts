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
export async function recordAudit(manager: EntityManager, actor: Actor, event: AuditEvent): Promise<void> {
  const { action, subject, details = {} } = event;
  await manager.insert(AuditEntryEntity, { keyId: actor.id, keyName: actor.name, action, subject, details });
}
