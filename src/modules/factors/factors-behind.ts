import { In } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { CellEntity } from '../runs/index.js';
import { readFactors } from './factors.snapshot.js';
import type { IdentifiedFactor } from './factors.snapshot.js';

/**
 * The factors that some cells are behind, as the transaction sees them now. A task factor draws on every cell of
 * its source and task, so all of those are read, and no others.
 */
export async function factorsBehind(
  manager: EntityManager,
  cellIds: readonly string[],
): Promise<Map<string, IdentifiedFactor>> {
  if (cellIds.length === 0) return new Map();
  const cells = await manager.find(CellEntity, {
    select: { id: true, sourceId: true, task: true },
    where: { id: In([...cellIds]) },
  });
  const groups = new Map(cells.map(({ sourceId, task }) => [`${sourceId} ${task}`, { sourceId, task }]));
  const wanted = new Set(cellIds);
  const factors = groups.size > 0 ? await readFactors(manager, [...groups.values()]) : [];
  return new Map(
    factors.filter((factor) => factor.cellIds.some((id) => wanted.has(id))).map((f) => [f.id, f]),
  );
}
