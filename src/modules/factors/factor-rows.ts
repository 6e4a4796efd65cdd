import type { EntityManager } from 'typeorm';
import { byText } from '../../core/collections.js';
import { publishedFactor } from '../../core/factor/index.js';
import type {
  Boundary,
  BoundaryScale,
  DerivationContext,
  Factor,
  StratifiedCell,
  Stratum,
} from '../../core/factor/index.js';
import type { CellIdentity, FunctionalUnit, Phase } from '../../core/run/index.js';
import { groupBy } from '../../core/collections.js';
import { CellEntity } from '../runs/index.js';
import type { CellStatisticEntity } from '../runs/index.js';
import { BoundaryScaleEntity, PublishedFactorEntity } from './factor-constants.entity.js';

// What factors are derived from, read from the database into the shapes of the core.

/** Which cells to read: those of a source and task. */
export type CellFilter = Pick<CellEntity, 'sourceId' | 'task'>;

export async function loadCells(
  manager: EntityManager,
  only?: readonly CellFilter[],
): Promise<StratifiedCell[]> {
  const cells = await manager.find(CellEntity, {
    ...(only && { where: [...only] }),
    relations: { statistics: true },
    order: { id: 'ASC' },
  });
  return cells.flatMap(({ statistics, id, ...columns }) => {
    const identity = identityOf(columns);
    // in an order of our own: the database gives them in any, and the content of a factor set must not depend on it
    const byUnit = [...groupBy(statistics, ({ unit }) => unit)].sort(byText(([unit]) => unit));
    return byUnit.map(([unit, rows]) => ({
      id,
      identity,
      unit: unit as FunctionalUnit,
      strata: rows.sort(byText(({ flags }) => JSON.stringify(flags))).map(stratumOf),
    }));
  });
}

/** What a cell does not say is left out, so that its factors have the ids of those from before it could be said. */
function identityOf({
  modelled,
  gpusActive,
  outputTokenRange,
  phase,
  ...always
}: Omit<CellEntity, 'id' | 'statistics'>): CellIdentity {
  return {
    ...always,
    phase: phase as Phase,
    ...(modelled && { modelled }),
    ...(gpusActive !== null && { gpusActive }),
    ...(outputTokenRange !== null && { outputTokenRange }),
  };
}

const stratumOf = (row: CellStatisticEntity): Stratum => ({
  flags: row.flags,
  energyWh: { n: row.runs, mean: row.energyWhMean, m2: row.energyWhM2 },
  lnEnergy: { n: row.runs, mean: row.lnEnergyMean, m2: row.lnEnergyM2 },
  secondsPerUnit: { n: row.timedRuns, mean: row.secondsMean ?? 0 },
  loadWh: { n: row.loadRuns, mean: row.loadWhMean ?? 0 },
  outputTokensPerUnit: { n: row.tokenRuns, mean: row.outputTokensMean ?? 0 },
  measured: { from: row.measuredFrom, to: row.measuredTo },
});

/** What is known of sources and models beside the runs. */
export interface ContextRows {
  /** The cohort that the task factors of a source are derived from, where it names one. */
  readonly cohorts: readonly (readonly [source: string, cohort: string])[];
  /** Parameters of the AI models whose size is known. */
  readonly sizes: readonly (readonly [model: string, parameters: number])[];
}

/** Everything that factors are derived from. */
export interface FactorRows extends ContextRows {
  readonly cells: readonly StratifiedCell[];
  readonly published: readonly Factor[];
  readonly scales: readonly BoundaryScale[];
}

export async function readFactorRows(manager: EntityManager): Promise<FactorRows> {
  return {
    cells: await loadCells(manager),
    ...(await loadContext(manager)),
    published: await loadPublished(manager),
    scales: await loadBoundaryScales(manager),
  };
}

export function contextOf(rows: ContextRows): DerivationContext {
  const cohorts = new Map(rows.cohorts);
  const sizes = new Map(rows.sizes);
  return {
    cohortOf: (source) => cohorts.get(source) ?? null,
    parametersOf: (model) => sizes.get(model) ?? null,
  };
}

export async function loadContext(manager: EntityManager): Promise<ContextRows> {
  const sources = await manager.query<{ slug: string; cohort: string }[]>(
    'SELECT slug, cohort FROM source WHERE cohort IS NOT NULL',
  );
  const models = await manager.query<{ id: string; parameters: number }[]>(
    `SELECT id, parameters FROM ai_model
     WHERE parameters IS NOT NULL AND EXISTS (SELECT FROM cell WHERE model_id = ai_model.id)`,
  );
  const byKey = byText(([key]: readonly [string, unknown]) => key);
  return {
    cohorts: sources.map(({ slug, cohort }) => [slug, cohort] as const).sort(byKey),
    sizes: models.map(({ id, parameters }) => [id, parameters] as const).sort(byKey),
  };
}

async function loadPublished(manager: EntityManager): Promise<Factor[]> {
  const rows = await manager.find(PublishedFactorEntity);
  return rows.sort(byText(({ sourceId, task, unit }) => JSON.stringify([sourceId, task, unit]))).map((row) =>
    publishedFactor({
      group: {
        sourceId: row.sourceId,
        task: row.task,
        zeroShot: false,
        inputVariant: null,
        hardware: row.hardware,
        energyScope: row.energyScope,
        energyMethod: row.energyMethod,
        meter: row.meter,
        phase: row.phase as Phase,
        weightPrecision: null,
        engine: null,
        parallelism: null,
        scenario: null,
        batchSize: row.batchSize,
        outputShape: null,
        unit: row.unit as FunctionalUnit,
      },
      meanWhPerUnit: row.meanWhPerUnit,
      sdWhPerUnit: row.sdWhPerUnit,
      measured: { from: row.measuredFrom, to: row.measuredTo },
      publication: { citation: row.citation, year: row.year },
    }),
  );
}

async function loadBoundaryScales(manager: EntityManager): Promise<BoundaryScale[]> {
  const rows = await manager.find(BoundaryScaleEntity);
  return rows
    .sort(byText((row) => JSON.stringify([row.boundary, row.sourceId, row.task])))
    .map((row) => ({ ...row, boundary: row.boundary as Boundary }));
}
