import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

/** The folder that holds package.json, whether the code runs from src or from dist. */
export function projectRoot(from: string = fileURLToPath(import.meta.url)): string {
  const parent = dirname(from);
  if (parent === from) throw new Error('package.json not found above the program');
  return existsSync(join(parent, 'package.json')) ? parent : projectRoot(parent);
}

/** A line of a CSV file: its cells by header name, or why it cannot be read. */
export interface CsvRecord {
  /** 1-based line in the file. */
  readonly line: number;
  readonly row: Record<string, string> | null;
  readonly fault: string | null;
}

/** One folder below `data/`, such as `luccioni-2023/1`, or any other by its absolute path. */
export class DataFolder {
  private readonly path: string;

  constructor(readonly name: string) {
    this.path = resolve(projectRoot(), 'data', name);
  }

  async json<T>(file: string): Promise<T> {
    return JSON.parse(await readFile(join(this.path, file), 'utf8')) as T;
  }

  /** Rows by header name; every cell is text. */
  async csv(file: string): Promise<Record<string, string>[]> {
    return parse(await readFile(join(this.path, file)), { columns: true, skip_empty_lines: true, bom: true });
  }

  /** The same with line numbers, in the order of the file; a line that is no record does not stop the rest. */
  async records(file: string): Promise<CsvRecord[]> {
    const broken: CsvRecord[] = [];
    const read = parse<{ record: Record<string, string>; info: { lines: number } }>(
      await readFile(join(this.path, file)),
      {
        columns: true,
        skip_empty_lines: true,
        bom: true,
        info: true,
        skip_records_with_error: true,
        on_skip: (error) => {
          broken.push({
            line: Number(error?.['lines'] ?? 0),
            row: null,
            fault: error?.message ?? 'unreadable',
          });
          return undefined;
        },
      },
    );
    const good = read.map(({ record, info }) => ({ line: info.lines, row: record, fault: null }));
    return [...good, ...broken].sort((a, b) => a.line - b.line);
  }

  /** Changes when any file of the folder does. */
  async contentHash(): Promise<string> {
    const hash = createHash('sha256');
    for (const file of (await readdir(this.path)).sort()) {
      if (file.endsWith('.md')) continue;
      hash
        .update(file)
        .update('\0')
        .update(await readFile(join(this.path, file)))
        .update('\0');
    }
    return hash.digest('hex');
  }
}
