import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { VALIDATION_RULES, validationProblem } from '../../common/errors/index.js';
import type { IncomingRecord } from './incoming.js';
import { toDraft } from './run-conversion.js';
import { RunInput } from './run.input.js';

/** One record of a request: its draft, or what is wrong with its shape. */
export function readRecord(raw: unknown): IncomingRecord {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return {
      raw,
      problems: [{ field: '', code: 'VALIDATION_FAILED', message: 'a run must be a JSON object' }],
    };
  }
  const input = plainToInstance(RunInput, raw);
  const errors = validateSync(input, VALIDATION_RULES);
  return errors.length > 0
    ? { raw, problems: validationProblem(errors).errors }
    : { raw, draft: toDraft(input) };
}
