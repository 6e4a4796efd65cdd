import { DomainError } from '../../../core/errors/index.js';
import { closeMatches } from '../../../common/text/fuzzy.js';
import type { Executor } from './executor.js';
import { requireName } from './names.js';
import type { ExecutorOptions } from './options.js';
import { EXECUTORS } from './registry.js';

/** @throws DomainError `UNKNOWN_EXECUTOR`, `UNKNOWN_MODEL`, or `VALIDATION_FAILED` naming the option that is wrong. */
export function createExecutor(name: string, options: ExecutorOptions): Executor {
  const kind = EXECUTORS.find((candidate) => candidate.name === name);
  const known = EXECUTORS.map((candidate) => candidate.name);
  if (kind === undefined) {
    const message = `there is no executor ${JSON.stringify(name)}; there are ${known.join(', ')}`;
    throw DomainError.field('UNKNOWN_EXECUTOR', 'executor', message, closeMatches(name, known));
  }
  if (kind.tasks !== null && !kind.tasks.includes(options.task)) {
    const message = `the executor ${name} does ${kind.tasks.join(', ')}, not ${options.task}`;
    throw DomainError.field('VALIDATION_FAILED', 'task', message);
  }
  if (kind.models && options.model !== undefined && !kind.models.includes(options.model)) {
    const message = `the executor ${name} has the model ${kind.models.join(' or ')} only, not ${JSON.stringify(options.model)}`;
    throw DomainError.field('UNKNOWN_MODEL', 'model', message, closeMatches(options.model, kind.models));
  }
  requireName('model', options.model);
  requireName('revision', options.revision);
  return kind.create(options);
}
