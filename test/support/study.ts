import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { root } from './service.js';

/** A row of the study's runs as the project carries them; every value is text. */
export type StudyRow = Readonly<Record<string, string>>;

let rows: readonly StudyRow[] | null = null;

export function studyRows(): readonly StudyRow[] {
  rows ??= parse(readFileSync(join(root, 'data', 'luccioni-2023', '1', 'runs.csv')), {
    columns: true,
  }) as StudyRow[];
  return rows;
}

export function studyRow(runId: string): StudyRow {
  const row = studyRows().find((candidate) => candidate['run_id'] === runId);
  if (!row) throw new Error(`the study has no run ${runId}`);
  return row;
}

export function cell(row: StudyRow, column: string): string {
  const text = row[column];
  if (text === undefined) throw new Error(`there is no column ${column}`);
  return text;
}

/** A number of the row; null where the cell is empty. */
export function numberOf(row: StudyRow, column: string): number | null {
  const text = cell(row, column);
  return text === '' ? null : Number(text);
}
