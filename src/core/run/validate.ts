import type { FieldError } from '../errors/index.js';
import { beyondLimits } from './limits.js';
import type { PhaseDraft, RunDraft } from './run-draft.js';
import { malformed } from './well-formed.js';
import { DIVISIBLE_UNITS, ENERGY_SCOPES, FUNCTIONAL_UNITS, PHASES, QUERY_PHASES } from './vocabulary.js';

/** How far a total may stray from its parts: exact arithmetic, or a log that printed rounded numbers. */
const EXACT = 1e-6;
const ROUNDED_LOG = 1e-3;

/** What is wrong with a run, and what is odd enough to be flagged but not refused. */
export interface RunReview {
  readonly errors: readonly FieldError[];
  readonly flags: readonly string[];
}

/** Checks the invariants that hold for every run, whatever way it came in (docs/method.md, "What a run must satisfy"). */
export function reviewRun(draft: RunDraft): RunReview {
  const flags: string[] = [];
  const errors = [
    ...required(draft),
    ...malformed(draft),
    ...phaseSet(draft),
    ...draft.phases.flatMap((phase, index) => reviewPhase(phase, `phases.${index}`, flags)),
  ];
  return { errors, flags };
}

function required(draft: RunDraft): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ['sourceId', 'externalId', 'task', 'modelId', 'energyMethod'] as const) {
    if (draft[field].trim() === '') errors.push(invalid(field, 'must not be empty'));
  }
  if (!ENERGY_SCOPES.includes(draft.energyScope)) {
    errors.push(invalid('energyScope', `must be one of ${ENERGY_SCOPES.join(', ')}`));
  }
  return errors;
}

function phaseSet(draft: RunDraft): FieldError[] {
  const names = draft.phases.map((phase) => phase.phase);
  const errors: FieldError[] = [];
  if (new Set(names).size !== names.length) errors.push(invalid('phases', 'a phase is given twice'));
  if (!names.some((name) => QUERY_PHASES.includes(name))) {
    errors.push(
      invalid('phases', `one of ${QUERY_PHASES.join(', ')} is needed: it carries the energy per unit`),
    );
  }
  return errors;
}

function reviewPhase(phase: PhaseDraft, path: string, flags: string[]): FieldError[] {
  const errors: FieldError[] = [];
  if (!PHASES.includes(phase.phase))
    errors.push(invalid(`${path}.phase`, `must be one of ${PHASES.join(', ')}`));
  if (!FUNCTIONAL_UNITS.includes(phase.unit)) {
    errors.push(invalid(`${path}.unit`, `must be one of ${FUNCTIONAL_UNITS.join(', ')}`));
  }
  for (const field of ABOVE_0) {
    check(field, 'must be greater than 0 and finite; leave it null where unknown', (value) => value > 0);
  }
  for (const field of NOT_NEGATIVE) {
    check(field, 'must be finite and not negative; leave it null where unknown', (value) => value >= 0);
  }
  return [...errors, ...unitCount(phase, path), ...sums(phase, path, flags)];

  function check(
    field: (typeof ABOVE_0 | typeof NOT_NEGATIVE)[number],
    message: string,
    isRight: (value: number) => boolean,
  ): void {
    const value = phase[field];
    if (value === null) return;
    const problem = isRight(value) && Number.isFinite(value) ? beyondLimits(field, value) : message;
    if (problem !== null) errors.push(invalid(`${path}.${field}`, problem));
  }
}

const ABOVE_0 = ['energyPerUnitJ', 'energyPerOutputTokenJ'] as const satisfies readonly (keyof PhaseDraft)[];

const NOT_NEGATIVE = [
  'energyTotalJ',
  'energyGpuJ',
  'energyCpuJ',
  'energyRamJ',
  'durationS',
  'avgPowerW',
] as const satisfies readonly (keyof PhaseDraft)[];

/** Whole where the unit is counted, but for a steady-state window: its edges cut through what is under way. */
function unitCount({ phase, unit, unitCount: count }: PhaseDraft, path: string): FieldError[] {
  if (count === null) return [];
  if (!(count > 0 && Number.isFinite(count))) {
    return [invalid(`${path}.unitCount`, 'must be greater than 0 and finite; leave it null where unknown')];
  }
  const beyond = beyondLimits('unitCount', count);
  if (beyond !== null) return [invalid(`${path}.unitCount`, beyond)];
  if (Number.isInteger(count) || DIVISIBLE_UNITS.includes(unit) || phase === 'query-steady-state') return [];
  const wayOut = 'give the whole units that the energy covers, or energyPerUnitJ without unitCount';
  return [invalid(`${path}.unitCount`, `must be a whole number where the unit is ${unit}: ${wayOut}`)];
}

function sums(phase: PhaseDraft, path: string, flags: string[]): FieldError[] {
  const { energyTotalJ: total, energyGpuJ: gpu, energyCpuJ: cpu, energyRamJ: ram } = phase;
  const errors: FieldError[] = [];
  if (total === null) return errors;
  if (gpu !== null && cpu !== null && ram !== null) {
    const drift = relativeDifference(gpu + cpu + ram, total);
    if (drift > ROUNDED_LOG)
      errors.push(invalid(`${path}.energyTotalJ`, 'is not the sum of gpu, cpu and ram'));
    else if (drift > EXACT) flags.push('component-sum-rounded');
  }
  if (phase.unitCount !== null && relativeDifference(phase.energyPerUnitJ * phase.unitCount, total) > EXACT) {
    errors.push(invalid(`${path}.energyPerUnitJ`, 'times unitCount is not energyTotalJ'));
  }
  return errors;
}

function relativeDifference(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}

function invalid(field: string, message: string): FieldError {
  return { field, code: 'VALIDATION_FAILED', message };
}
