import type { EntityManager } from 'typeorm';
import { ApiKeyEntity } from '../auth/index.js';
import type { ApiKey } from '../auth/index.js';

interface Sender {
  readonly keyId: string;
  readonly keyName: string;
}

/** The key of what was sent earlier, as it is now: one that was revoked publishes nothing any more. */
export async function keyNow(manager: EntityManager, { keyId, keyName }: Sender): Promise<ApiKey> {
  const key = await manager.findOneBy(ApiKeyEntity, { id: keyId });
  return { id: keyId, name: keyName, scopes: key && !key.revokedAt ? key.scopes : [] };
}
