import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a caller holds: the id finds the key, the secret proves it. */
export interface KeyText {
  readonly id: string;
  readonly secret: string;
}

const ID_BYTES = 6;
const SECRET_BYTES = 32;
const FORM = new RegExp(`^wf_([0-9a-f]{${2 * ID_BYTES}})_([0-9a-f]{${2 * SECRET_BYTES}})$`);

export const newKeyText = (): KeyText => ({
  id: randomBytes(ID_BYTES).toString('hex'),
  secret: randomBytes(SECRET_BYTES).toString('hex'),
});

export const formatKeyText = ({ id, secret }: KeyText): string => `wf_${id}_${secret}`;

/** Null for anything that is not a key of this service. */
export function parseKeyText(text: string): KeyText | null {
  const [, id, secret] = FORM.exec(text) ?? [];
  return id && secret ? { id, secret } : null;
}

/**
 * A fast hash is right here: the secret is 256 random bits, so a stolen hash cannot be searched by guessing.
 * Slow hashes protect passwords, which people choose from few, and would cost every write their time.
 */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** In constant time, so that the answer's delay tells nothing of the stored hash. */
export const isSecretOf = (secret: string, hash: Buffer): boolean =>
  timingSafeEqual(hashSecret(secret), hash);
