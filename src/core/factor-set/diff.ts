import { byText } from '../collections.js';
import { canonicalJson } from './canonical.js';

export const CHANGES = ['moved', 'added', 'removed'] as const;
export type ChangeKind = (typeof CHANGES)[number];

/** One row that two sets do not have alike. */
export interface Change<T> {
  readonly change: ChangeKind;
  readonly key: string;
  /** Null where it was added. */
  readonly from: T | null;
  /** Null where it was removed. */
  readonly to: T | null;
  /** (to − from) / from of the row's figure; null where it was added or removed, or the figure is unknown. */
  readonly relativeChange: number | null;
  /** Names of the members that differ; empty where it was added or removed. */
  readonly fields: readonly string[];
}

/** How to read the rows of one table. */
export interface DiffTable<T> {
  readonly keyOf: (row: T) => string;
  /** The figure whose change says how much the row moved; null where it is unknown. */
  readonly valueOf: (row: T) => number | null;
  /** What is compared, by name. */
  readonly membersOf: (row: T) => Readonly<Record<string, unknown>>;
}

export interface TableDiff<T> {
  readonly changes: readonly Change<T>[];
  readonly unchanged: number;
}

/** The rows that differ between two versions of a table. */
export function diffTable<T>(from: readonly T[], to: readonly T[], table: DiffTable<T>): TableDiff<T> {
  const before = new Map(from.map((row) => [table.keyOf(row), row]));
  const after = new Map(to.map((row) => [table.keyOf(row), row]));
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const changes = keys.flatMap((key) => changeOf(key, before.get(key), after.get(key), table) ?? []);
  return { changes, unchanged: keys.length - changes.length };
}

function changeOf<T>(
  key: string,
  from: T | undefined,
  to: T | undefined,
  table: DiffTable<T>,
): Change<T> | null {
  const none = { relativeChange: null, fields: [] };
  if (from === undefined) return { change: 'added', key, from: null, to: to ?? null, ...none };
  if (to === undefined) return { change: 'removed', key, from, to: null, ...none };
  const fields = differingMembers(table.membersOf(from), table.membersOf(to));
  if (fields.length === 0) return null;
  const relativeChange = relative(table.valueOf(from), table.valueOf(to));
  return { change: 'moved', key, from, to, relativeChange, fields };
}

function differingMembers(
  from: Readonly<Record<string, unknown>>,
  to: Readonly<Record<string, unknown>>,
): string[] {
  const text = (value: unknown): string => (value === undefined ? '' : canonicalJson(value));
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return names.filter((name) => text(from[name]) !== text(to[name]));
}

/** From 0 there is no relative change to a figure other than 0. */
function relative(from: number | null, to: number | null): number | null {
  if (from === null || to === null) return null;
  if (from === to) return 0;
  return from === 0 ? null : (to - from) / from;
}

type Sized = Pick<Change<unknown>, 'change' | 'key' | 'relativeChange'>;

/** What moved most comes first, then what was added, then what was removed; ties by key. */
export function bySizeOfChange(a: Sized, b: Sized): number {
  return CHANGES.indexOf(a.change) - CHANGES.indexOf(b.change) || sizeOf(b) - sizeOf(a) || byKey(a, b);
}

const byKey = byText(({ key }: { key: string }) => key);

/** Half and double are alike: the size of a change is that of the logarithm of its ratio. */
function sizeOf({ relativeChange }: Sized): number {
  if (relativeChange === null) return -1;
  return relativeChange <= -1 ? Number.MAX_VALUE : Math.abs(Math.log1p(relativeChange));
}
