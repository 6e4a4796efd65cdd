import type { FieldError } from '../errors/index.js';
import { malformedNumbers } from './numbers.js';
import type { RunDraft } from './run-draft.js';

/** What a value must look like, whatever the rest of the run says. */
export function malformed(draft: RunDraft): FieldError[] {
  return [...texts(draft), ...flags(draft), ...malformedNumbers(draft)];
}

const MAX_TEXT = 500;

/** Names of devices are part of the machine's slug, which may spell them in six letters for one. */
const MAX_DEVICE_NAME = 200;

/** All flags of a run together: statistics are kept by them, and a key of the database holds 2,704 bytes. */
const MAX_FLAGS = 50;
const MAX_FLAG_TEXT = 600;

/** A hub name such as `facebook/bart-large-cnn`, or a plain name. */
const MODEL_ID = /^[\p{L}\p{N}][\p{L}\p{N}._+:-]*(\/[\p{L}\p{N}._+:-]+)*$/u;
export const isModelId = (text: string): boolean => text.length <= MAX_TEXT && MODEL_ID.test(text);

/** Lower-case, so that it reads the same in a path. */
const SOURCE_ID = /^[a-z0-9][a-z0-9._-]*$/;

/** Text that Postgres cannot hold, or that hides what it says. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/** Fields of text, and of the parts of a run that hold text. */
const TEXTS = [
  'sourceId',
  'sourceVersion',
  'externalId',
  'sourcePath',
  'licence',
  'measuredAt',
  'task',
  'dataset',
  'inputVariant',
  'cohort',
  'modelId',
  'modelIdReported',
  'weightPrecision',
  'engine',
  'country',
  'region',
  'energyScope',
  'energyMethod',
  'meterTool',
  'meterVersion',
] as const satisfies readonly (keyof RunDraft)[];

function texts(draft: RunDraft): FieldError[] {
  const { hardware, loadShape } = draft;
  const errors: FieldError[] = [];
  for (const field of TEXTS) checkText(field, draft[field], errors);
  for (const field of ['gpuModel', 'cpuModel'] as const)
    checkText(`hardware.${field}`, hardware[field], errors, MAX_DEVICE_NAME);
  checkText('hardware.parallelism', hardware.parallelism, errors);
  checkText('scenario', loadShape.scenario, errors);
  if (draft.modelId !== '' && !MODEL_ID.test(draft.modelId)) {
    errors.push(invalid('modelId', 'must be a name such as facebook/bart-large-cnn'));
  }
  if (draft.sourceId !== '' && !SOURCE_ID.test(draft.sourceId)) {
    errors.push(invalid('sourceId', 'must be lower-case words joined by dashes, such as my-lab-2026'));
  }
  if (draft.country !== null && !/^[A-Z]{3}$/.test(draft.country)) {
    errors.push(invalid('country', 'must be ISO 3166-1 alpha-3, such as USA'));
  }
  if (draft.measuredAt !== null && !isIsoDate(draft.measuredAt)) {
    errors.push(invalid('measuredAt', 'must be an ISO 8601 date such as 2025-09 or 2025-09-08T12:51:22Z'));
  }
  return errors;
}

function flags({ qcFlags }: RunDraft): FieldError[] {
  const errors: FieldError[] = [];
  for (const flag of qcFlags) {
    checkText('qcFlags', flag, errors);
    if (flag === '' || flag !== flag.trim())
      errors.push(
        invalid('qcFlags', `must not be empty, or have blanks at its ends: "${flag.slice(0, 80)}"`),
      );
  }
  const length = qcFlags.reduce((sum, flag) => sum + flag.length, 0);
  if (qcFlags.length > MAX_FLAGS || length > MAX_FLAG_TEXT) {
    const most = `${MAX_FLAGS} flags, ${MAX_FLAG_TEXT} characters together`;
    errors.push(invalid('qcFlags', `must be at most ${most}: use shorter or fewer ones`));
  }
  return errors;
}

function checkText(field: string, value: string | null, errors: FieldError[], max = MAX_TEXT): void {
  if (value === null) return;
  if (value.length > max) errors.push(invalid(field, `must not be longer than ${max} characters`));
  else if (UNPRINTABLE.test(value)) errors.push(invalid(field, 'must not contain control characters'));
}

const ISO_DATE =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?$/;

/** A year, month, day or moment of ISO 8601 that the calendar has. */
export function isIsoDate(text: string): boolean {
  const [, year, month = '01', day = '01'] = ISO_DATE.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`);
}

const invalid = (field: string, message: string): FieldError => ({
  field,
  code: 'VALIDATION_FAILED',
  message,
});
