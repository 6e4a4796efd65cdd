import { MAX_PER_DAY } from '../estimate.input.js';
import { PUE_RANGE } from '../../factors/index.js';
import type { UsageColumn } from './usage-columns.js';

/** How a file is read: a table expression, and an expression of text for each column that it has. */
export interface UsageSource {
  readonly table: string;
  readonly columns: ReadonlyMap<UsageColumn, string>;
  /** Text of the column to sum up by; null without one. */
  readonly summaryBy: string | null;
  /** Condition under which a row as such cannot be read, with the message. */
  readonly unreadable: readonly [condition: string, message: string];
}

const MIN_INFERENCES = 1e-6;
/** A longer name is none that the service has; the estimate's own fields end here. */
const MAX_NAME = 200;

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * Views of a file: `usage_text` as it stands, `usage_checked` with numbers and the first error of each row.
 * Cells are read as text, so that a wrong one is an error of its row and not of the file. A wrong row has no names,
 * and so meets the combination of none: a row without its match would leave the join after the others.
 */
export function usageViews({ table, columns, summaryBy, unreadable }: UsageSource): string[] {
  const text = (column: UsageColumn) => `coalesce(trim(${columns.get(column) ?? 'NULL'}), '')`;
  const names: [UsageColumn, string][] = [
    ['task', 'task'],
    ['model', 'model'],
    ['dataset', 'dataset'],
    ['hardware', 'hardware'],
    ['source', 'source'],
    ['zone', 'zone_name'],
    ['cloudRegion', 'cloud_region'],
  ];
  const faults = faultsOf(unreadable[1]);
  const pick = (index: 0 | 1 | 2) =>
    `CASE fault ${faults.map((fault, place) => `WHEN ${place + 1} THEN ${fault[index]}`).join(' ')} END`;
  return [
    `CREATE OR REPLACE VIEW usage_text AS SELECT
       ${names.map(([column, name]) => `${text(column)} AS ${name}`).join(', ')},
       ${text('inferences')} AS inferences_text, ${text('pue')} AS pue_text, ${text('date')} AS date_text,
       ${columns.get('label') ?? 'NULL'} AS label, ${summaryBy ?? 'NULL'} AS summary_value,
       ${unreadable[0]} AS unreadable
     FROM ${table}`,
    `CREATE OR REPLACE VIEW usage_number AS SELECT *,
       TRY_CAST(inferences_text AS DOUBLE) AS inferences_number, TRY_CAST(pue_text AS DOUBLE) AS pue_number
     FROM usage_text`,
    `CREATE OR REPLACE VIEW usage_fault AS SELECT *, CASE
         WHEN unreadable THEN 1
         WHEN task = '' THEN 2
         WHEN greatest(length(task), length(model), length(dataset), length(hardware), length(source),
                length(zone_name), length(cloud_region)) > ${MAX_NAME} THEN 3
         WHEN inferences_text = '' THEN 4
         WHEN inferences_number IS NULL OR NOT (inferences_number BETWEEN ${MIN_INFERENCES} AND ${MAX_PER_DAY}) THEN 5
         WHEN pue_text <> '' AND (pue_number IS NULL OR NOT (pue_number BETWEEN ${PUE_RANGE.min} AND ${PUE_RANGE.max})) THEN 6
         WHEN date_text <> '' AND TRY_CAST(date_text AS TIMESTAMP) IS NULL THEN 7
       END AS fault
     FROM usage_number`,
    `CREATE OR REPLACE VIEW usage_checked AS SELECT ${names.map(([, name]) => `CASE WHEN fault IS NULL THEN ${name} ELSE '' END AS ${name}`).join(', ')}, label, summary_value, fault,
       CASE WHEN pue_text = '' OR fault IS NOT NULL THEN 'none' WHEN pue_number = 1 THEN 'one' ELSE 'given' END AS pue_kind,
       CASE WHEN fault IS NULL AND pue_text <> '' THEN pue_number ELSE 1 END AS pue_scale,
       CASE WHEN fault IS NULL THEN inferences_number END AS inferences,
       ${pick(0)} AS error_field, ${pick(1)} AS error_code, ${pick(2)} AS error_message
     FROM usage_fault`,
    'CREATE OR REPLACE VIEW usage_row AS SELECT row_number() OVER () AS row_number, * FROM usage_checked',
  ];
}

/** Field, code and message of each fault, as SQL expressions, in the order of `fault`. */
function faultsOf(unreadable: string): readonly (readonly [string, string, string])[] {
  const given = (column: string) => `, not "' || left(${column}, 40) || '"'`;
  return [
    ["'row'", "'ROW_UNREADABLE'", quoted(unreadable)],
    ["'task'", "'VALIDATION_FAILED'", "'task is missing'"],
    ["'row'", "'VALIDATION_FAILED'", `'a name is longer than ${MAX_NAME} characters; is a quote left open?'`],
    ["'inferences'", "'VOLUME_MISSING'", "'inferences is missing'"],
    [
      "'inferences'",
      "'OUT_OF_RANGE'",
      `'inferences must be a number from ${MIN_INFERENCES} to ${MAX_PER_DAY}${given('inferences_text')}`,
    ],
    [
      "'pue'",
      "'OUT_OF_RANGE'",
      `'pue must be a number from ${PUE_RANGE.min} to ${PUE_RANGE.max}${given('pue_text')}`,
    ],
    ["'date'", "'VALIDATION_FAILED'", `'date must be like 2026-11-22${given('date_text')}`],
  ];
}
