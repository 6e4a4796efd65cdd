import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { plainInput, VALIDATION_RULES, validationProblem } from '../../common/errors/index.js';
import { DomainError } from '../../core/errors/index.js';
import type { FieldError } from '../../core/errors/index.js';
import { problemOf } from './imported-record.js';
import { asSent, Rejection } from './importers/index.js';
import type { IncomingRecord } from './incoming.js';
import { toDraft } from './run-conversion.js';
import { RunInput } from './run.input.js';

/** One record of a request: its draft, or what is wrong with its shape. */
export function readRecord(raw: unknown): IncomingRecord {
  const input = inputOf(raw);
  return input instanceof RunInput ? { raw, draft: toDraft(input) } : { raw, problems: input };
}

function inputOf(raw: unknown): RunInput | readonly FieldError[] {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return [{ field: '', code: 'VALIDATION_FAILED', message: 'a run must be a JSON object' }];
  }
  try {
    const input = plainToInstance(RunInput, plainInput(asSent(raw as Record<string, unknown>)));
    const errors = validateSync(input, VALIDATION_RULES);
    return errors.length > 0 ? validationProblem(errors).errors : input;
  } catch (error) {
    if (error instanceof DomainError) return error.errors;
    if (error instanceof Rejection) return [problemOf(error)];
    throw error;
  }
}

/** Deeper than any record that could be meant, and as deep as it can be kept. */
const MAX_DEPTH = 50;

/** Records that cannot even be kept are refused with the whole request. */
export function requireShallow(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH) {
    throw new DomainError('VALIDATION_FAILED', `the body is nested deeper than ${MAX_DEPTH} levels`);
  }
  for (const inner of Object.values(value)) requireShallow(inner, depth + 1);
}
