import type { EntityManager } from 'typeorm';
import { v5 as uuidV5 } from 'uuid';
import { byText, groupBy } from '../../core/collections.js';
import { EVIDENCE_LEVELS } from '../../core/evidence/index.js';
import { deriveFactors } from '../../core/factor/index.js';
import type { Factor, IdentifiedFactor, MeasuredCell } from '../../core/factor/index.js';
import type { FunctionalUnit, Phase } from '../../core/run/index.js';
import { CellEntity } from '../runs/index.js';

export interface FactorsSnapshot {
  /** In the order of lists: task, zero-shot, level, model, dataset, source and the rest of the identity. */
  readonly all: readonly IdentifiedFactor[];
  readonly byId: ReadonlyMap<string, IdentifiedFactor>;
  readonly byTask: ReadonlyMap<string, readonly IdentifiedFactor[]>;
  readonly byModel: ReadonlyMap<string, readonly IdentifiedFactor[]>;
}

const NAMESPACE = '5d0c9f2e-2a34-5c0b-8f1a-7a1f5e1f3b60';

export type { IdentifiedFactor };

/** Which cells to read: those of a source and task. */
export type CellFilter = Pick<CellEntity, 'sourceId' | 'task'>;

export async function loadFactors(manager: EntityManager): Promise<FactorsSnapshot> {
  const all = await readFactors(manager);
  return {
    all,
    byId: new Map(all.map((factor) => [factor.id, factor])),
    byTask: groupBy(all, (factor) => factor.group.task),
    byModel: groupBy(
      all.filter((factor) => factor.modelId !== null),
      (factor) => factor.modelId ?? '',
    ),
  };
}

/** Every factor, or those of some sources and tasks, in the order of lists. */
export async function readFactors(
  manager: EntityManager,
  only?: readonly CellFilter[],
): Promise<IdentifiedFactor[]> {
  const sources = await manager.query<{ slug: string; cohort: string | null }[]>(
    'SELECT slug, cohort FROM source',
  );
  const cohorts = new Map(sources.map(({ slug, cohort }) => [slug, cohort]));
  const factors = deriveFactors(await loadCells(manager, only), (source) => cohorts.get(source) ?? null);
  return inListOrder(factors.map(identify));
}

async function loadCells(manager: EntityManager, only?: readonly CellFilter[]): Promise<MeasuredCell[]> {
  const cells = await manager.find(CellEntity, {
    ...(only && { where: [...only] }),
    relations: { statistics: true },
    order: { id: 'ASC' },
  });
  return cells.flatMap(({ statistics, id, ...identity }) =>
    statistics.map((statistic): MeasuredCell => ({
      id,
      identity: { ...identity, phase: identity.phase as Phase },
      unit: statistic.unit as FunctionalUnit,
      energyWh: { n: statistic.runs, mean: statistic.energyWhMean, m2: statistic.energyWhM2 },
      lnEnergy: { n: statistic.runs, mean: statistic.lnEnergyMean, m2: statistic.lnEnergyM2 },
      secondsPerUnit: statistic.secondsMean,
      loadWh: statistic.loadWhMean,
      outputTokensPerUnit: statistic.outputTokensMean,
      flags: statistic.flags,
    })),
  );
}

const identify = (factor: Factor): IdentifiedFactor => {
  const { group, modelId, dataset, cohort, evidence } = factor;
  const identity = Object.entries(group).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...factor,
    id: uuidV5(JSON.stringify([identity, evidence.level, modelId, dataset, cohort]), NAMESPACE),
  };
};

/** Best evidence last within a task reads from the general to the particular. */
const inListOrder = (factors: readonly IdentifiedFactor[]): IdentifiedFactor[] =>
  factors
    .map((factor) => ({ key: orderKey(factor), factor }))
    .sort(byText(({ key }) => key))
    .map(({ factor }) => factor);

function orderKey({ group, modelId, dataset, evidence, id }: IdentifiedFactor): string {
  const level = EVIDENCE_LEVELS.length - EVIDENCE_LEVELS.indexOf(evidence.level);
  const batch = String(group.batchSize ?? 0).padStart(8, '0');
  return [
    group.task,
    group.zeroShot,
    level,
    modelId ?? '',
    dataset ?? '',
    group.sourceId,
    group.unit,
    batch,
    id,
  ].join('\u0000');
}
