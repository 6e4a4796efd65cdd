/** A column of a table, and where its value in a row comes from. */
export type CopyColumn<T> = readonly [name: string, value: (of: T) => CopyValue];

export type CopyValue = string | number | boolean | null | undefined | readonly string[];

/** One line of COPY's text format, without its end. */
export function copyLine<T>(columns: readonly CopyColumn<T>[], of: T): string {
  const fields = new Array<string>(columns.length);
  for (let index = 0; index < columns.length; index += 1) fields[index] = fieldOf(columns[index]?.[1](of));
  return fields.join('\t');
}

function fieldOf(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'object') return escaped(`{${value.map(elementOf).join(',')}}`);
  return String(value);
}

/** An element of an array of text, quoted whatever it holds. */
const elementOf = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;

const SPECIAL = /[\\\t\n\r]/;
const NAMES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const escaped = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => NAMES[character] ?? character) : text;
