import { parseSetName, requireLabel } from './version.js';

const HASH = `sha256:${'0a'.repeat(32)}`;

describe('parseSetName', () => {
  it('tells latest, hashes in either case, and labels apart', () => {
    expect(parseSetName('latest', 'f')).toEqual({ kind: 'latest' });
    expect(parseSetName(HASH.toUpperCase(), 'f')).toEqual({ kind: 'hash', value: HASH });
    expect(parseSetName('2026.11', 'f')).toEqual({ kind: 'label', value: '2026.11' });
  });

  it.each(['sha256:', 'sha256:0a', `${HASH}0`, `sha256:${'0g'.repeat(32)}`])('refuses %s', (name) => {
    expect(() => parseSetName(name, 'factorSet')).toThrow(/factorSet must be sha256: with 64/);
  });
});

describe('requireLabel', () => {
  it.each(['2026.11', '2026.11-rc.1', 'A', 'x'.repeat(64)])('takes %s', (label) => {
    expect(requireLabel(label, 'version')).toBe(label);
  });

  it.each(['', 'latest', 'LATEST', 'diff', HASH, '-a', 'a/b', 'a b', 'ä', 'x'.repeat(65)])(
    'refuses %j and says what a label is',
    (label) => {
      expect(() => requireLabel(label, 'version')).toThrow(/must start with a letter or digit.*2026\.11/);
    },
  );
});
