import { createHash, randomBytes } from 'node:crypto';
import { query } from './database.js';

/** An API key written straight into the database; gives the text that a caller sends. */
export async function createKey(databaseUrl: string, ...scopes: string[]): Promise<string> {
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('hex');
  await query(databaseUrl, 'INSERT INTO api_key (id, name, scopes, secret_hash) VALUES ($1, $2, $3, $4)', [
    id,
    `test ${scopes.join(' ')}`.trim(),
    scopes,
    createHash('sha256').update(secret).digest(),
  ]);
  return `wf_${id}_${secret}`;
}

export const withKey = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });
