import { formatKeyText, hashSecret, isSecretOf, newKeyText, parseKeyText } from './key-text.js';

describe('the text of an API key', () => {
  it('survives formatting and parsing, and no two are alike', () => {
    const keys = Array.from({ length: 50 }, newKeyText);
    for (const key of keys) expect(parseKeyText(formatKeyText(key))).toEqual(key);
    expect(new Set(keys.map(({ secret }) => secret)).size).toBe(50);
    expect(new Set(keys.map(({ id }) => id)).size).toBe(50);
  });

  it.each([
    '',
    'wf_',
    'wf_0011',
    'wf_001122334455_',
    `wf_001122334455_${'g'.repeat(64)}`,
    `x${'0'.repeat(99)}`,
  ])('is not %j', (text) => expect(parseKeyText(text)).toBeNull());

  it('is proved by its own secret only, and the hash does not hold the secret', () => {
    const [own, other] = [newKeyText(), newKeyText()];
    const hash = hashSecret(own.secret);
    expect(isSecretOf(own.secret, hash)).toBe(true);
    expect(isSecretOf(other.secret, hash)).toBe(false);
    expect(hash).toHaveLength(32);
    expect(hash.toString('hex')).not.toBe(own.secret);
  });
});
