import type { EntityManager } from 'typeorm';
import { changesBetween } from '../../core/factor/index.js';
import type { FactorChange, IdentifiedFactor } from '../../core/factor/index.js';
import { factorsOf, subjectKey } from '../factors/index.js';
import type { FactorSubject } from '../factors/index.js';

/**
 * Tells how factors moved, over one transaction or many: a source and task is looked at before its runs are first
 * touched, and all of them once more when somebody asks.
 */
export class FactorWatch {
  private readonly subjects = new Map<string, FactorSubject>();
  private readonly seen = new Map<string, IdentifiedFactor>();

  /** Call it before runs of these sources and tasks are added or withdrawn. */
  async before(manager: EntityManager, subjects: readonly FactorSubject[]): Promise<void> {
    const unseen = new Map(
      subjects
        .map((subject) => [subjectKey(subject), subject] as const)
        .filter(([key]) => !this.subjects.has(key)),
    );
    for (const [id, factor] of await factorsOf(manager, unseen.values())) this.seen.set(id, factor);
    for (const [key, { sourceId, task }] of unseen) this.subjects.set(key, { sourceId, task });
  }

  /** What changed since the beginning. */
  async changes(manager: EntityManager): Promise<FactorChange[]> {
    return changesBetween(this.seen, await factorsOf(manager, this.subjects.values()));
  }
}
