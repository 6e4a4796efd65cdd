import { PUE_RANGE } from '../../factors/index.js';
import { MAX_PER_DAY } from '../estimate.input.js';

/** One thing that can be wrong with a row; `when` and `message` are SQL expressions. */
interface Fault {
  readonly when: string;
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

const MIN_INFERENCES = 1e-6;
/** A longer name is none that the service has; the estimate's own fields end here. */
const MAX_NAME = 200;

const NAMES = ['task', 'model', 'dataset', 'hardware', 'source', 'zone_name', 'cloud_region'];

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const within = (column: string, min: number, max: number) =>
  `coalesce(${column} BETWEEN ${min} AND ${max}, false)`;

/** What a row shows by itself, whatever names it has. */
export const SPOILT_ROW = `(unreadable OR NOT ${within('inferences_number', MIN_INFERENCES, MAX_PER_DAY)}
  OR (raw_date IS NOT NULL AND trim(raw_date) <> '' AND TRY_CAST(raw_date AS TIMESTAMP) IS NULL))`;

const TASK_MISSING = "task = ''";
const NAME_TOO_LONG = `greatest(${NAMES.map((name) => `length(${name})`).join(', ')}) > ${MAX_NAME}`;
const PUE_WRONG = `pue_text <> '' AND NOT ${within('pue_number', PUE_RANGE.min, PUE_RANGE.max)}`;

/** What names and PUE show, which rows have in common. */
export const SPOILT_NAMES = `(${TASK_MISSING} OR ${NAME_TOO_LONG} OR (${PUE_WRONG}))`;

const shown = (column: string) => `, not "' || left(${column}, 40) || '"'`;

/** In the order in which they are looked for; the first one is the row's error. */
export const faults = (unreadable: string): readonly Fault[] => [
  { when: 'unreadable', field: 'row', code: 'ROW_UNREADABLE', message: quoted(unreadable) },
  { when: TASK_MISSING, field: 'task', code: 'VALIDATION_FAILED', message: "'task is missing'" },
  {
    when: NAME_TOO_LONG,
    field: 'row',
    code: 'VALIDATION_FAILED',
    message: `'a name is longer than ${MAX_NAME} characters; is a quote left open?'`,
  },
  {
    when: "inferences_text = ''",
    field: 'inferences',
    code: 'VOLUME_MISSING',
    message: "'inferences is missing'",
  },
  {
    when: `NOT ${within('inferences_number', MIN_INFERENCES, MAX_PER_DAY)}`,
    field: 'inferences',
    code: 'OUT_OF_RANGE',
    message: `'inferences must be a number from ${MIN_INFERENCES} to ${MAX_PER_DAY}${shown('inferences_text')}`,
  },
  {
    when: PUE_WRONG,
    field: 'pue',
    code: 'OUT_OF_RANGE',
    message: `'pue must be a number from ${PUE_RANGE.min} to ${PUE_RANGE.max}${shown('pue_text')}`,
  },
  {
    when: SPOILT_ROW,
    field: 'date',
    code: 'VALIDATION_FAILED',
    message: `'date must be like 2026-11-22${shown('raw_date')}`,
  },
];
