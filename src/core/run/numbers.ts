import type { FieldError } from '../errors/index.js';
import { beyondLimits } from './limits.js';
import type { LimitedField } from './limits.js';
import type { RunDraft } from './run-draft.js';

type Kind = 'real' | 'positive' | 'count' | 'index';

const OF_RUN = [
  ['sourceRow', 'index'],
  ['parameters', 'count'],
  ['activeParameters', 'count'],
  ['emissionsReportedKg', 'real'],
  ['gridReportedGPerKwh', 'real'],
] as const satisfies readonly (readonly [LimitedField, Kind])[];

const OF_LOAD = [
  ['batchSizeMean', 'positive'],
  ['batchSizeMax', 'positive'],
  ['inputTokensPerUnit', 'real'],
  ['outputTokensPerUnit', 'real'],
  ['throughputUnitsPerS', 'real'],
  ['latencyS', 'real'],
] as const satisfies readonly (readonly [LimitedField, Kind])[];

const OF_OUTPUT = [
  ['imageWidth', 'count'],
  ['imageHeight', 'count'],
  ['steps', 'count'],
  ['frames', 'count'],
  ['fps', 'positive'],
] as const satisfies readonly (readonly [LimitedField, Kind])[];

/** What is wrong with the numbers of a run, but for those of its phases. */
export function malformedNumbers(draft: RunDraft): FieldError[] {
  const errors: FieldError[] = [];
  for (const [field, kind] of OF_RUN) checkNumber(field, kind, draft[field], errors);
  for (const [field, kind] of OF_LOAD) checkNumber(field, kind, draft.loadShape[field], errors);
  for (const [field, kind] of OF_OUTPUT) checkNumber(field, kind, draft.outputShape[field], errors);
  return [...errors, ...hardware(draft)];
}

function checkNumber(field: LimitedField, kind: Kind, value: number | null, errors: FieldError[]): void {
  if (value === null) return;
  const problem = faultOf(kind, value) ?? beyondLimits(field, value);
  if (problem !== null) errors.push(invalid(field, problem));
}

function faultOf(kind: Kind, value: number): string | null {
  if (!Number.isFinite(value) || value < 0) return 'must be finite and not negative';
  if (kind === 'real') return null;
  if (kind !== 'index' && value === 0) return 'must be greater than 0; leave it null where unknown';
  return kind !== 'positive' && !Number.isInteger(value) ? 'must be a whole number' : null;
}

function hardware({ hardware: { gpuCount, gpusActive, nodes, gpuModel, ramGb } }: RunDraft): FieldError[] {
  const errors: FieldError[] = [];
  const check = (field: LimitedField, value: number, isRight: boolean, message: string): void => {
    const problem = isRight ? beyondLimits(field, value) : message;
    if (problem !== null) errors.push(invalid(`hardware.${field}`, problem));
  };
  check('gpuCount', gpuCount, isCount(gpuCount), 'must be a whole number, 0 or more');
  check('nodes', nodes, isCount(nodes) && nodes > 0, 'must be a whole number, 1 or more');
  if (gpuModel !== null && gpuCount === 0) {
    errors.push(invalid('hardware.gpuCount', 'must be 1 or more where a GPU is named'));
  }
  if (gpusActive !== null) {
    const isPart = isCount(gpusActive) && gpusActive <= gpuCount * nodes;
    check('gpusActive', gpusActive, isPart, 'must be a whole number, at most as many as there are GPUs');
  }
  if (ramGb !== null) check('ramGb', ramGb, ramGb > 0 && Number.isFinite(ramGb), 'must be greater than 0');
  return errors;
}

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0;

const invalid = (field: string, message: string): FieldError => ({
  field,
  code: 'VALIDATION_FAILED',
  message,
});
