import { DomainError } from '../../../core/errors/index.js';
import { isModelId } from '../../../core/run/index.js';

/** A name that a run may have, and no way out of a folder. */
const isName = (text: string): boolean =>
  isModelId(text) && !text.split('/').some((part) => part === '.' || part === '..');

/**
 * Refused before anything is measured: what no run could be submitted with, and what would leave a folder of models.
 *
 * @throws DomainError `VALIDATION_FAILED` naming the field.
 */
export function requireName(field: 'model' | 'revision', name: string | undefined): void {
  if (name === undefined || isName(name)) return;
  const example = field === 'model' ? 'facebook/bart-large-cnn' : 'v1.0 or a commit';
  const message = `${field} must be a name such as ${example}, not ${JSON.stringify(name.slice(0, 100))}`;
  throw DomainError.field('VALIDATION_FAILED', field, message);
}
