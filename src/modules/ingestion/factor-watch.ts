import type { EntityManager } from 'typeorm';
import { changesBetween } from '../../core/factor/index.js';
import type { FactorChange, IdentifiedFactor } from '../../core/factor/index.js';
import { factorsBehind } from '../factors/index.js';

/** Looks at the factors behind cells before and after runs are added to them. */
export interface FactorWatch {
  before(manager: EntityManager, cells: readonly string[]): Promise<void>;
  /** What changed, as far as it is known by now. */
  after(manager: EntityManager, cells: readonly string[]): Promise<readonly FactorChange[]>;
}

/** For one transaction: what changed is known at its end. */
export class WatchOnce implements FactorWatch {
  private seen: ReadonlyMap<string, IdentifiedFactor> = new Map();

  async before(manager: EntityManager, cells: readonly string[]): Promise<void> {
    this.seen = await factorsBehind(manager, cells);
  }

  async after(manager: EntityManager, cells: readonly string[]): Promise<readonly FactorChange[]> {
    return changesBetween(this.seen, await factorsBehind(manager, cells));
  }
}

/** For many transactions: each cell is looked at before it is first touched, and all once more at the end. */
export class WatchThroughout implements FactorWatch {
  private readonly cells = new Set<string>();
  private readonly seen = new Map<string, IdentifiedFactor>();

  async before(manager: EntityManager, cells: readonly string[]): Promise<void> {
    const unseen = cells.filter((cell) => !this.cells.has(cell));
    for (const [id, factor] of await factorsBehind(manager, unseen)) {
      if (!this.seen.has(id)) this.seen.set(id, factor);
    }
  }

  async after(_manager: EntityManager, cells: readonly string[]): Promise<readonly FactorChange[]> {
    for (const cell of cells) this.cells.add(cell);
    return [];
  }

  /** What changed since the beginning. */
  async changes(manager: EntityManager): Promise<readonly FactorChange[]> {
    return changesBetween(this.seen, await factorsBehind(manager, [...this.cells]));
  }
}
