import type { EntityManager } from 'typeorm';
import { readFactors } from './factors.snapshot.js';
import type { IdentifiedFactor } from './factors.snapshot.js';

/** What no factor reaches across: nothing is averaged over sources or tasks. */
export interface FactorSubject {
  readonly sourceId: string;
  readonly task: string;
}

export const subjectKey = ({ sourceId, task }: FactorSubject): string => JSON.stringify([sourceId, task]);

/** The measured factors of some subjects, as the transaction sees them now, by id; runs of these move no other. */
export async function factorsOf(
  manager: EntityManager,
  subjects: Iterable<FactorSubject>,
): Promise<Map<string, IdentifiedFactor>> {
  const distinct = new Map(
    [...subjects].map(({ sourceId, task }) => [subjectKey({ sourceId, task }), { sourceId, task }]),
  );
  if (distinct.size === 0) return new Map();
  const factors = await readFactors(manager, [...distinct.values()]);
  return new Map(factors.map((factor) => [factor.id, factor]));
}
