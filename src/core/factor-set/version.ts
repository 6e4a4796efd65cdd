import { DomainError } from '../errors/index.js';

/** The factors as they are now: derived live from the runs, in no set. */
export const LATEST = 'latest';

/** What a label of a set looks like: `2026.11`, `2026.11-rc1`. */
export const LABEL = /^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$/;

/** Words that a path or a query gives another meaning. */
const RESERVED: readonly string[] = [LATEST, 'diff'];

const HASH_PREFIX = 'sha256:';
const HASH = /^sha256:[0-9a-f]{64}$/;

/** Content as it is cited: `sha256:` and 64 hexadecimal digits. */
export const toHash = (hexDigest: string): string => `${HASH_PREFIX}${hexDigest}`;

/** What a caller names a set by. */
export type SetName =
  { readonly kind: 'latest' } | { readonly kind: 'hash' | 'label'; readonly value: string };

/**
 * `latest`, a content hash or a label.
 *
 * @throws DomainError `VALIDATION_FAILED` where a name starts as a hash and is none.
 */
export function parseSetName(name: string, field: string): SetName {
  if (name === LATEST) return { kind: 'latest' };
  const lower = name.toLowerCase();
  if (!lower.startsWith(HASH_PREFIX)) return { kind: 'label', value: name };
  if (HASH.test(lower)) return { kind: 'hash', value: lower };
  throw DomainError.field(
    'VALIDATION_FAILED',
    field,
    `${field} must be ${HASH_PREFIX} with 64 hexadecimal digits, or the label of a factor set`,
  );
}

/**
 * A label under which a set may be published.
 *
 * @throws DomainError `VALIDATION_FAILED` where it is not one.
 */
export function requireLabel(label: string, field: string): string {
  if (LABEL.test(label) && !RESERVED.includes(label.toLowerCase())) return label;
  throw DomainError.field(
    'VALIDATION_FAILED',
    field,
    `${field} must start with a letter or digit, go on with letters, digits, ".", "_" or "-", have at most ` +
      `64 characters, and not be ${RESERVED.map((word) => `"${word}"`).join(' or ')}; for example "2026.11"`,
  );
}
