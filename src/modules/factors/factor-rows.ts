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
import type { FunctionalUnit, Phase } from '../../core/run/index.js';
import { groupBy } from '../../core/collections.js';
import { CellEntity } from '../runs/index.js';
import type { CellStatisticEntity } from '../runs/index.js';
import { BoundaryScaleEntity, PublishedFactorEntity } from './factor-constants.entity.js';

// What factors are derived from, read from the database into the shapes of the core.

export async function loadCells(manager: EntityManager): Promise<StratifiedCell[]> {
  const cells = await manager.find(CellEntity, { relations: { statistics: true }, order: { id: 'ASC' } });
  return cells.flatMap(({ statistics, id, ...identity }) =>
    [...groupBy(statistics, ({ unit }) => unit)].map(([unit, rows]) => ({
      id,
      identity: { ...identity, phase: identity.phase as Phase },
      unit: unit as FunctionalUnit,
      strata: rows.sort(byText(({ flags }) => JSON.stringify(flags))).map(stratumOf),
    })),
  );
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

export async function loadContext(manager: EntityManager): Promise<DerivationContext> {
  const sources = await manager.query<{ slug: string; cohort: string | null }[]>(
    'SELECT slug, cohort FROM source',
  );
  const models = await manager.query<{ id: string; parameters: number | null }[]>(
    'SELECT id, parameters FROM ai_model',
  );
  const cohorts = new Map(sources.map(({ slug, cohort }) => [slug, cohort]));
  const sizes = new Map(models.map(({ id, parameters }) => [id, parameters]));
  return {
    cohortOf: (source) => cohorts.get(source) ?? null,
    parametersOf: (model) => sizes.get(model) ?? null,
  };
}

export async function loadPublished(manager: EntityManager): Promise<Factor[]> {
  return (await manager.find(PublishedFactorEntity)).map((row) =>
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

export async function loadBoundaryScales(manager: EntityManager): Promise<BoundaryScale[]> {
  const rows = await manager.find(BoundaryScaleEntity);
  return rows.map((row) => ({ ...row, boundary: row.boundary as Boundary }));
}
