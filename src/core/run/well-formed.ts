import type { FieldError } from '../errors/index.js';
import type { LoadShape, OutputShape, RunDraft } from './run-draft.js';

/** What a value must look like, whatever the rest of the run says. */
export function malformed(draft: RunDraft): FieldError[] {
  return [...texts(draft), ...numbers(draft), ...hardware(draft)];
}

const MAX_TEXT = 500;

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
  const { hardware, loadShape, qcFlags } = draft;
  const errors: FieldError[] = [];
  for (const field of TEXTS) checkText(field, draft[field], errors);
  for (const field of ['gpuModel', 'cpuModel', 'parallelism'] as const)
    checkText(field, hardware[field], errors);
  checkText('scenario', loadShape.scenario, errors);
  for (const flag of qcFlags) checkText('flags', flag, errors);
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

function checkText(field: string, value: string | null, errors: FieldError[]): void {
  if (value === null) return;
  if (value.length > MAX_TEXT) errors.push(invalid(field, `must not be longer than ${MAX_TEXT} characters`));
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

type Kind = 'real' | 'positive' | 'count';

const OF_RUN = [
  ['parameters', 'count'],
  ['activeParameters', 'count'],
  ['emissionsReportedKg', 'real'],
  ['gridReportedGPerKwh', 'real'],
] as const satisfies readonly (readonly [keyof RunDraft, Kind])[];

const OF_LOAD = [
  ['batchSizeMean', 'positive'],
  ['batchSizeMax', 'positive'],
  ['inputTokensPerUnit', 'real'],
  ['outputTokensPerUnit', 'real'],
  ['throughputUnitsPerS', 'real'],
  ['latencyS', 'real'],
] as const satisfies readonly (readonly [keyof LoadShape, Kind])[];

const OF_OUTPUT = [
  ['imageWidth', 'count'],
  ['imageHeight', 'count'],
  ['steps', 'count'],
  ['frames', 'count'],
  ['fps', 'positive'],
] as const satisfies readonly (readonly [keyof OutputShape, Kind])[];

function numbers(draft: RunDraft): FieldError[] {
  const errors: FieldError[] = [];
  for (const [field, kind] of OF_RUN) checkNumber(field, kind, draft[field], errors);
  for (const [field, kind] of OF_LOAD) checkNumber(field, kind, draft.loadShape[field], errors);
  for (const [field, kind] of OF_OUTPUT) checkNumber(field, kind, draft.outputShape[field], errors);
  return errors;
}

function checkNumber(field: string, kind: Kind, value: number | null, errors: FieldError[]): void {
  if (value === null) return;
  if (!Number.isFinite(value) || value < 0) errors.push(invalid(field, 'must be finite and not negative'));
  else if (kind === 'real') return;
  else if (value === 0) errors.push(invalid(field, 'must be greater than 0; leave it null where unknown'));
  else if (kind === 'count' && !Number.isSafeInteger(value))
    errors.push(invalid(field, 'must be a whole number'));
}

function hardware({ hardware: { gpuCount, gpusActive, nodes, gpuModel, ramGb } }: RunDraft): FieldError[] {
  const errors: FieldError[] = [];
  if (!Number.isSafeInteger(gpuCount) || gpuCount < 0) {
    errors.push(invalid('hardware.gpuCount', 'must be a whole number, 0 or more'));
  }
  if (!Number.isSafeInteger(nodes) || nodes < 1) {
    errors.push(invalid('hardware.nodes', 'must be a whole number, 1 or more'));
  }
  if (gpuModel !== null && gpuCount === 0) {
    errors.push(invalid('hardware.gpuCount', 'must be 1 or more where a GPU is named'));
  }
  if (
    gpusActive !== null &&
    !(Number.isSafeInteger(gpusActive) && gpusActive >= 0 && gpusActive <= gpuCount * nodes)
  ) {
    errors.push(invalid('hardware.gpusActive', 'must be a whole number, at most as many as there are GPUs'));
  }
  if (ramGb !== null && !(ramGb > 0 && Number.isFinite(ramGb))) {
    errors.push(invalid('hardware.ramGb', 'must be greater than 0'));
  }
  return errors;
}

const invalid = (field: string, message: string): FieldError => ({
  field,
  code: 'VALIDATION_FAILED',
  message,
});
