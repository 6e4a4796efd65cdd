import { faults, quoted, SPOILT_NAMES, SPOILT_ROW } from './usage-faults.js';
import type { UsageColumn } from './usage-columns.js';

/** How a file is read: a table expression, and an expression of text for each column that it has. */
export interface UsageSource {
  readonly table: string;
  readonly columns: ReadonlyMap<UsageColumn, string>;
  /** Text of the column to sum up by; null without one. */
  readonly summaryBy: string | null;
  /** Condition under which a row as such cannot be read, with the message. */
  readonly unreadable: readonly [condition: string, message: string];
  /** Whether the table tells the place of a row, from 0, as `file_row_number`. */
  readonly numbered: boolean;
}

/** Names by which an estimate is chosen: the column of a file, and what it is called in the statements. */
const NAMES: readonly (readonly [UsageColumn, string])[] = [
  ['task', 'task'],
  ['model', 'model'],
  ['dataset', 'dataset'],
  ['hardware', 'hardware'],
  ['source', 'source'],
  ['zone', 'zone_name'],
  ['cloudRegion', 'cloud_region'],
];

const raw = (column: UsageColumn): string => `raw_${column.toLowerCase()}`;

const isNameOrPue = (column: UsageColumn): boolean =>
  column === 'pue' || NAMES.some(([name]) => name === column);

/** The cells that matter, as text, so that a wrong one is an error of its row and not of the file. */
export function rawCells({ columns, summaryBy, unreadable }: UsageSource): string {
  const cells = [...columns].map(([column, text]) => `${text} AS ${raw(column)}`);
  return `${cells.join(', ')}, ${summaryBy ?? 'CAST(NULL AS VARCHAR)'} AS summary_value, ${unreadable[0]} AS unreadable`;
}

/** Names and PUE as they are meant; empty where a file has no such column. */
function cleaned(columns: UsageSource['columns']): string {
  const text = (column: UsageColumn) => (columns.has(column) ? `coalesce(trim(${raw(column)}), '')` : "''");
  const names = NAMES.map(([column, name]) => `${text(column)} AS ${name}`);
  return `${names.join(', ')}, ${text('pue')} AS pue_text, TRY_CAST(${text('pue')} AS DOUBLE) AS pue_number`;
}

/** A wrong row has no names, and so meets the combination of none: a join then keeps every row in its place. */
const checked = (wrong: string): string => `
  ${NAMES.map(([, name]) => `CASE WHEN ${wrong} THEN '' ELSE ${name} END AS ${name}`).join(', ')},
  CASE WHEN pue_text = '' OR ${wrong} THEN 'none' WHEN pue_number = 1 THEN 'one' ELSE 'given' END AS pue_kind,
  CASE WHEN pue_text = '' OR ${wrong} THEN 1 ELSE pue_number END AS pue_scale`;

const rawKeys = (columns: UsageSource['columns']): string[] =>
  [...columns.keys()].filter(isNameOrPue).map(raw);

/** The cells with the number, and with nothing where a file has no column that every file is asked for. */
const withNumber = (columns: UsageSource['columns'], from: string): string => {
  const missing = (['date', 'label'] as const).filter((column) => !columns.has(column));
  const none = missing.map((column) => `CAST(NULL AS VARCHAR) AS ${raw(column)}, `).join('');
  return `SELECT *, ${none}TRY_CAST(${raw('inferences')} AS DOUBLE) AS inferences_number FROM ${from}`;
};

/**
 * Pass one, over `usage_cell`: rows with the same cells for names, PUE and the column to sum by become one row of
 * `usage_group`; only numbers and dates are looked at row by row.
 */
export const groupStatement = ({ columns }: UsageSource): string => `CREATE OR REPLACE TABLE usage_group AS
  SELECT * EXCLUDE (task, model, dataset, hardware, source, zone_name, cloud_region), ${checked('faulty')}
  FROM (
    SELECT *, spoilt OR ${SPOILT_NAMES} AS faulty
    FROM (
      SELECT *, ${cleaned(columns)}
      FROM (
        SELECT ${rawKeys(columns).join(', ')}, summary_value, ${SPOILT_ROW} AS spoilt,
               count(*) AS row_count, sum(inferences_number) AS inferences
        FROM (${withNumber(columns, 'usage_cell')}) GROUP BY ALL)))`;

/** `usage_row`, over a table of cells with their place: names, figures or the first error of each row. */
export function rowView({ columns, unreadable }: UsageSource, from: string): string {
  const known = faults(unreadable[1]);
  const pick = (part: 'field' | 'code' | 'message') =>
    `CASE fault ${known.map((fault, place) => `WHEN ${place} THEN ${part === 'message' ? fault.message : quoted(fault[part])}`).join(' ')} END`;
  return `CREATE OR REPLACE VIEW usage_row AS
    SELECT row_number, ${raw('label')} AS label, ${checked('fault IS NOT NULL')},
           CASE WHEN fault IS NULL THEN inferences_number END AS inferences,
           ${pick('field')} AS error_field, ${pick('code')} AS error_code, ${pick('message')} AS error_message
    FROM (
      SELECT *, CASE ${known.map(({ when }, place) => `WHEN ${when} THEN ${place}`).join(' ')} END AS fault
      FROM (
        SELECT *, ${cleaned(columns)}, coalesce(trim(${raw('inferences')}), '') AS inferences_text
        FROM (${withNumber(columns, from)})))`;
}

/** What is wrong in a file: single rows, or groups of `part`, that is names. */
export interface Wrong {
  readonly rows: boolean;
  readonly names: boolean;
}

/** The cells of the first so many wrong rows, in their order. */
export function wrongCells({ columns }: UsageSource, wrong: Wrong, count: number): string {
  const cells = [...columns.keys()].map(raw);
  const same = rawKeys(columns).map((key) => `p.${key} IS NOT DISTINCT FROM u.${key}`);
  const conditions = [
    ...(wrong.rows ? [SPOILT_ROW] : []),
    ...(wrong.names
      ? [
          `EXISTS (SELECT 1 FROM part p WHERE p.error_code IS NOT NULL AND NOT p.spoilt AND ${same.join(' AND ')})`,
        ]
      : []),
  ];
  return `SELECT row_number, ${cells.join(', ')}, unreadable FROM (${withNumber(columns, 'usage_placed')}) u
    WHERE ${conditions.join(' OR ')} LIMIT ${count}`;
}
