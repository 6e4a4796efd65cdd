import { DomainError } from '../../../core/errors/index.js';

/** The columns of a usage file, each with the headers that are read as it: case, spaces, `_` and `-` do not matter. */
const HEADERS = {
  task: ['task'],
  model: ['model', 'modelid', 'aimodel'],
  dataset: ['dataset'],
  hardware: ['hardware'],
  source: ['source'],
  zone: ['zone', 'gridzone', 'country'],
  cloudRegion: ['cloudregion'],
  inferences: ['inferences', 'volume', 'requests'],
  pue: ['pue'],
  date: ['date'],
  label: ['label', 'name'],
} as const;

export type UsageColumn = keyof typeof HEADERS;
export const USAGE_COLUMNS = Object.keys(HEADERS) as UsageColumn[];

const REQUIRED: readonly UsageColumn[] = ['task', 'inferences'];

const plain = (header: string): string => header.toLowerCase().replace(/[\s_-]/g, '');

/** Every spelling under which a column may be met as a key of an object. */
export const spellingsOf = (column: UsageColumn): string[] => [
  ...new Set([column, column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), ...HEADERS[column]]),
];

/** The column that a header means; null for one of the caller's own. */
export const columnOf = (header: string): UsageColumn | null =>
  USAGE_COLUMNS.find((column) => (HEADERS[column] as readonly string[]).includes(plain(header))) ?? null;

/**
 * Where in a header each column stands.
 *
 * @throws DomainError 422 naming the column, where a needed one is missing or one is there twice.
 */
export function placesOf(header: readonly string[]): ReadonlyMap<UsageColumn, number> {
  const places = new Map<UsageColumn, number>();
  header.forEach((name, place) => {
    const column = columnOf(name);
    if (column === null) return;
    if (places.has(column)) throw wrong(column, `the header has two columns for ${column}; keep one of them`);
    places.set(column, place);
  });
  for (const column of REQUIRED) if (!places.has(column)) throw wrong(column, missing(column, header));
  return places;
}

/** Where a caller's column stands, by the name in the header or the name that it is read as. */
export function placeOf(header: readonly string[], name: string): number {
  const exact = header.indexOf(name);
  const column = columnOf(name);
  const place =
    exact >= 0 || column === null ? exact : header.findIndex((other) => columnOf(other) === column);
  if (place >= 0) return place;
  throw wrong('summaryBy', `the file has no column "${name.slice(0, 80)}"; it has ${listed(header)}`);
}

const wrong = (field: string, message: string): DomainError =>
  DomainError.field('VALIDATION_FAILED', field, message);

function missing(column: UsageColumn, header: readonly string[]): string {
  const hint = header.length === 1 && /[;\t]/.test(header[0] ?? '') ? '; separate the columns by commas' : '';
  return `the header has no column ${column}; it has ${listed(header)}${hint}`;
}

const listed = (header: readonly string[]): string =>
  header
    .slice(0, 20)
    .map((name) => `"${name.slice(0, 80)}"`)
    .join(', ');
