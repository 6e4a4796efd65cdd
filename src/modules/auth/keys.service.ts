import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import type { Scope } from '../../core/access/index.js';
import { DomainError } from '../../core/errors/index.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { COMMAND_LINE, recordAudit } from './audit/record-audit.js';
import { formatKeyText, hashSecret, isSecretOf, newKeyText, parseKeyText } from './key-text.js';

/** A key as the rest of the service sees it: who acts, and what they may do. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** How stale `lastUsedAt` may be: one write a minute and key, however many requests. */
const LAST_USED_RESOLUTION_MS = 60_000;

/** Makes, lists, revokes and checks API keys. Needs nothing but the database, so the command line uses it too. */
@Injectable()
export class KeysService {
  private readonly logger = new Logger('Keys');

  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** The only moment at which the whole key is known. */
  async create(name: string, scopes: readonly Scope[]): Promise<{ key: ApiKey; text: string }> {
    const text = newKeyText();
    const key: ApiKey = { id: text.id, name, scopes: [...new Set(scopes)] };
    const row = { ...key, scopes: [...key.scopes], secretHash: hashSecret(text.secret) };
    await this.dataSource.transaction(async (manager) => {
      await manager.insert(ApiKeyEntity, row);
      const details = { name, scopes: key.scopes };
      await recordAudit(manager, COMMAND_LINE, { action: 'key.create', subject: key.id, details });
    });
    return { key, text: formatKeyText(text) };
  }

  list(): Promise<ApiKeyEntity[]> {
    return this.table.find({ order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** Takes effect with the next request, on every replica. */
  async revoke(id: string): Promise<void> {
    const revoked = await this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.update(
        ApiKeyEntity,
        { id, revokedAt: IsNull() },
        { revokedAt: new Date() },
      );
      if (affected) await recordAudit(manager, COMMAND_LINE, { action: 'key.revoke', subject: id });
      return Boolean(affected);
    });
    if (revoked) return;
    const known = await this.table.existsBy({ id });
    throw new DomainError(
      known ? 'CONFLICT' : 'NOT_FOUND',
      known
        ? `The key ${id} is revoked already`
        : `There is no key ${id}; \`wattfactor keys list\` shows them`,
    );
  }

  /** Whether a key was ever made, revoked ones included. */
  async any(): Promise<boolean> {
    return (await this.table.count({ take: 1 })) > 0;
  }

  /** The key that a caller presents, or UNAUTHENTICATED. */
  async authenticate(presented: string): Promise<ApiKey> {
    const text = parseKeyText(presented);
    const key = text && (await this.table.findOneBy({ id: text.id }));
    if (!key || !isSecretOf(text.secret, key.secretHash)) {
      throw new DomainError('UNAUTHENTICATED', 'The API key is not known; it should read wf_<id>_<secret>');
    }
    if (key.revokedAt) {
      throw new DomainError('UNAUTHENTICATED', `The API key ${key.id} (${key.name}) is revoked`);
    }
    this.noteUse(key);
    return { id: key.id, name: key.name, scopes: key.scopes };
  }

  private noteUse({ id, lastUsedAt }: ApiKeyEntity): void {
    const now = new Date();
    if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < LAST_USED_RESOLUTION_MS) return;
    this.table.update({ id }, { lastUsedAt: now }).catch((error: unknown) => {
      this.logger.warn(`could not note the use of key ${id}: ${String(error)}`);
    });
  }

  private get table() {
    return this.dataSource.getRepository(ApiKeyEntity);
  }
}
