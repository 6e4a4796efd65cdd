import { Readable } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import type { ByteStream } from '../../../../common/files/index.js';
import type { ImportedRecord } from '../importer.js';
import { PlainRecords } from './plain-records.js';
import { Rejection, rejected } from './rejection.js';
import { fromBytewise, readable, withoutBom } from './utf8.js';

/** A row's cells by column name, as text; a blank cell is the empty string. */
export type Row = Readonly<Record<string, string>>;

export interface CsvRow {
  readonly row: number;
  readonly cells: Row;
}

type Refused = Extract<ImportedRecord, { error: unknown }>;

export interface CsvShape {
  /** Whether a line names the format's columns. It may come again further down, with other columns. */
  isHeader(cells: readonly string[]): boolean;
  /** What the header must hold, for the message where it does not. */
  readonly columns: readonly string[];
  /** What a row of the wrong width means in this format. */
  readonly shortRowHint: string;
}

/** The largest record, in characters; an unclosed quote must not swallow the file. */
const MAX_RECORD_CHARS = 1024 * 1024;

/** More columns than any tool writes, and few enough to be held for every row of a batch. */
const MAX_COLUMNS = 1_000;

/**
 * Streams the rows of a CSV file by header name, in lists as they come; a row that cannot be read is handed on as
 * refused, and the one numbered 0, where there is no header, is the last.
 */
export async function* csvRows(source: ByteStream, shape: CsvShape): AsyncGenerator<(CsvRow | Refused)[]> {
  const reader = new RowReader(shape);
  const plain = new PlainRecords(withoutBom(source), MAX_RECORD_CHARS);
  try {
    for await (const rows of rowsOf(plain, reader)) {
      const end = rows.findIndex(({ row }) => row === 0);
      yield end === -1 ? rows : rows.slice(0, end + 1);
      if (end !== -1) return;
    }
  } finally {
    await plain.close();
  }
  if (!reader.hasHeader) yield [reader.headerless([])];
}

async function* rowsOf(plain: PlainRecords, reader: RowReader): AsyncGenerator<(CsvRow | Refused)[]> {
  for await (const { records, ascii } of plain.lists()) {
    yield records.map((record) => reader.next(record, ascii)).filter((row) => row !== 'header');
  }
  if (plain.rest === null) return;
  for await (const row of parsedRows(plain.rest, plain.lines, reader)) yield [row];
}

/** The rows of what begins after so many lines, as a parser reads them. */
async function* parsedRows(
  source: ByteStream,
  linesBefore: number,
  reader: RowReader,
): AsyncGenerator<CsvRow | Refused> {
  const skipped = new SkippedRecords();
  const input = Readable.from(skipped.stoppable(source), { objectMode: false });
  const records = input.compose(
    parse({
      encoding: 'latin1',
      // named, since it would take the first that it meets for that of the whole file
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: MAX_RECORD_CHARS,
      on_skip: (error) => {
        skipped.add(error);
        return undefined;
      },
    }),
  ) as AsyncIterable<string[]>;
  let parsed = 0;
  for await (const record of records) {
    for (const error of skipped.before(parsed)) yield reader.refuse(error, linesBefore);
    parsed += 1;
    const row = reader.next(record, false);
    if (row !== 'header') yield row;
  }
  for (const error of skipped.before(parsed)) yield reader.refuse(error, linesBefore);
}

/** What the parser skipped, which it tells ahead of the records that it has ready and once for each fault of a line. */
class SkippedRecords {
  private readonly errors: CsvError[] = [];
  private lastLine: unknown = null;
  private stopped = false;

  add(error: CsvError | undefined): void {
    if (error === undefined || this.stopped || error['lines'] === this.lastLine) return;
    this.lastLine = error['lines'];
    this.stopped = error.code === 'CSV_MAX_RECORD_SIZE';
    this.errors.push(error);
  }

  /** The faults that stand before the next record, when this many have been handed on. */
  *before(parsed: number): Generator<CsvError> {
    while (this.errors[0] !== undefined && Number(this.errors[0]['records']) <= parsed) {
      yield this.errors.shift() as CsvError;
    }
  }

  /** The source until a record is over the limit: rows cannot be told apart after it. */
  async *stoppable(source: ByteStream): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      if (this.stopped) return;
      yield chunk;
    }
  }
}

/** Gives cells the names of the header that was read last. */
class RowReader {
  private header: readonly string[] | null = null;
  /** A row without values. A copy of it takes a tenth of the memory of an object that is given its names one by one. */
  private blank: Row = {};
  private row = 0;

  constructor(private readonly shape: CsvShape) {}

  get hasHeader(): boolean {
    return this.header !== null;
  }

  /** `ascii` where every byte of the record is known to be. */
  next(record: string[], ascii: boolean): CsvRow | Refused | 'header' {
    const values = ascii ? record : record.map(readable);
    if (this.shape.isHeader(values)) return this.begin(values);
    if (this.header === null) return this.headerless(values);
    this.row += 1;
    try {
      return { row: this.row, cells: this.named(record, this.header, ascii) };
    } catch (error) {
      return rejected(this.row, values, error) as Refused;
    }
  }

  private begin(names: readonly string[]): Refused | 'header' {
    const twice = names.find((name, index) => name !== '' && names.indexOf(name) < index);
    if (twice !== undefined)
      return this.unreadable(names, `the header names ${twice} twice; which of them counts is not known`);
    if (names.length > MAX_COLUMNS)
      return this.unreadable(names.slice(0, 10), `the header names over ${MAX_COLUMNS} columns`);
    this.header = names;
    this.blank = JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, ''])))) as Row;
    return 'header';
  }

  refuse(error: CsvError, linesBefore: number): Refused {
    this.row += 1;
    const message = `line ${linesBefore + Number(error['lines'])} cannot be read: ${error.message}`;
    return { row: this.row, raw: null, error: { code: 'ROW_UNREADABLE', message } };
  }

  headerless(values: readonly string[]): Refused {
    const columns = this.shape.columns.join(', ');
    return this.unreadable(values, `the first line must name the columns, among them ${columns}`);
  }

  private unreadable(raw: readonly string[], message: string): Refused {
    return { row: 0, raw, error: { code: 'FILE_UNREADABLE', message } };
  }

  private named(record: string[], header: readonly string[], ascii: boolean): Row {
    if (record.length !== header.length) {
      throw new Rejection(
        'ROW_SHORT',
        `the row has ${record.length} values under ${header.length} headers; ${this.shape.shortRowHint}`,
      );
    }
    const cells: Record<string, string> = { ...this.blank };
    for (let index = 0; index < header.length; index += 1) {
      const [name = '', cell = ''] = [header[index], record[index]];
      cells[name] = ascii ? cell : fromBytewise(cell, () => `row ${this.row}, column ${name}`);
    }
    return cells;
  }
}

/** The header of a file whose first bytes are given, or null where the first line is no plain CSV. */
export function headerOf(head: string): readonly string[] | null {
  const line = head.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
  if (line === '' || line.startsWith('{') || line.startsWith('[')) return null;
  return line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

/** The share of the columns that a header names, 0 to 1. */
export function shareOf(columns: readonly string[], header: readonly string[] | null): number {
  if (header === null) return 0;
  return columns.filter((column) => header.includes(column)).length / columns.length;
}
