import { DomainError } from '../../core/errors/index.js';

/** No input of the service is nested deeper; a deeper one is a mistake or an attack on the parser. */
const MAX_DEPTH = 12;

/**
 * A request's value as the input classes expect it: what is null is not given; lists hold no lists; no key
 * is a name that every object has. What does not fit is refused with its path.
 */
export function plainInput(value: unknown, path = '', depth = 0): unknown {
  if (value === null) return undefined;
  if (typeof value !== 'object') return value;
  if (depth > MAX_DEPTH) throw refused(path, `is nested deeper than ${MAX_DEPTH} levels`);
  return Array.isArray(value) ? plainList(value, path, depth) : plainObject(value, path, depth);
}

function plainList(items: readonly unknown[], path: string, depth: number): unknown[] {
  return items.map((item, index) => {
    const at = join(path, String(index));
    if (Array.isArray(item)) throw refused(at, 'must not be a list');
    return item === null ? null : plainInput(item, at, depth + 1);
  });
}

function plainObject(value: object, path: string, depth: number): object {
  const members = Object.entries(value).flatMap(([key, member]) => {
    const at = join(path, key);
    if (key in Object.prototype) throw refused(at, 'is not a known field');
    const plain = plainInput(member, at, depth + 1);
    return plain === undefined ? [] : [[key, plain] as const];
  });
  return Object.fromEntries(members);
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

function refused(path: string, why: string): DomainError {
  const field = path.length > 200 ? `${path.slice(0, 200)}…` : path || 'body';
  return DomainError.field('VALIDATION_FAILED', field, `${field} ${why}`);
}
