import { byText } from '../collections.js';

/**
 * JSON in the one spelling that a hash may be taken of: members by code unit of their name, no white space,
 * numbers in the shortest decimal that gives the same IEEE 754 double back, strings escaped as little as JSON
 * allows. Members that are undefined are left out; the order of lists is content and stays.
 *
 * Source: RFC 8785, "JSON Canonicalization Scheme", 2020.
 *
 * @throws Error where a value has no JSON form: a number that is not finite, a function, a symbol, a date.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && !(value instanceof Date)) return canonicalObject(value);
  throw new Error(`${String(value)} has no canonical JSON`);
}

function canonicalNumber(value: number): string {
  if (Number.isFinite(value)) return JSON.stringify(value);
  throw new Error(`${value} has no canonical JSON`);
}

function canonicalObject(value: object): string {
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(byText(([name]) => name))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
