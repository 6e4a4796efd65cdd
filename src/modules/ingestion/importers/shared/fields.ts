import { Rejection } from './rejection.js';

/** A record of a file: CSV cells by column name, or an object of a JSON file. */
export type Fields = Readonly<Record<string, unknown>>;

const DECIMAL = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path such as `energy.gpu_energy_wh`; undefined where any part of it is absent. */
export function at(fields: Fields, path: string): unknown {
  const own = fields[path];
  if (own !== undefined || !path.includes('.')) return own;
  return path.split('.').reduce<unknown>((value, key) => (isFields(value) ? value[key] : undefined), fields);
}

/** The object at a path, or an empty one. */
export function object(fields: Fields, path: string): Fields {
  const value = at(fields, path);
  return isFields(value) ? value : {};
}

/** A text; blank, absent and JSON null are null. */
export function text(fields: Fields, path: string): string | null {
  const value = at(fields, path);
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new Rejection('ROW_UNREADABLE', `${path} is no text`, path);
  }
  return String(value).trim() || null;
}

/** A finite decimal number; blank, absent and JSON null are null. */
export function number(fields: Fields, path: string): number | null {
  const value = at(fields, path);
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const cell = typeof value === 'string' ? value.trim() : null;
  if (cell === '') return null;
  const parsed = cell !== null && DECIMAL.test(cell) ? Number(cell) : Number.NaN;
  if (Number.isFinite(parsed)) return parsed;
  throw new Rejection('ROW_UNREADABLE', `${path} holds ${JSON.stringify(value)}, not a number`, path);
}

/** A number that may be 0 but not less. */
export function amount(fields: Fields, path: string): number | null {
  const value = number(fields, path);
  if (value !== null && value < 0) {
    throw new Rejection('OUT_OF_RANGE', `${path} is ${value}; it cannot be negative`, path);
  }
  return value;
}

/** A whole number of at least 0. */
export function count(fields: Fields, path: string): number | null {
  const value = amount(fields, path);
  if (value !== null && !Number.isInteger(value)) {
    throw new Rejection('ROW_UNREADABLE', `${path} holds ${value}, not a whole number`, path);
  }
  return value;
}

/** The value where it is above 0; a tool's 0 that stands for "not known" is null. */
export const positive = (value: number | null): number | null => (value !== null && value > 0 ? value : null);

/** a / b, null where either is unknown or b is 0. */
export function ratio(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : a / b;
}
