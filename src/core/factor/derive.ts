import { groupBy } from '../collections.js';
import {
  componentsOf,
  measuredCellEvidence,
  measuredModelEvidence,
  taskEvidence,
} from '../evidence/index.js';
import type { CellStatistics, Evidence } from '../evidence/index.js';
import { arithmeticMean } from '../statistics/index.js';
import type { ComparableGroup, Factor, MeasuredCell } from './factor.js';

/** A task factor says something of a further model only where at least two were measured. */
const MIN_MODELS_FOR_TASK = 2;

/** The cohort that the task factors of a source are derived from; null where all runs are used. */
export type CohortOf = (sourceId: string) => string | null;

/** Every factor that the cells support: one per cell, per model and per task, within each comparable group. */
export function deriveFactors(cells: readonly MeasuredCell[], cohortOf: CohortOf): Factor[] {
  const groups = groupBy(cells, (cell) => JSON.stringify(groupOf(cell)));
  return [...groups.values()].flatMap((group) => deriveGroup(group, cohortOf));
}

/**
 * The factors of one comparable group. Variance components come from the cohort where the group holds one,
 * since that is the balanced design they are defined on; cells outside it borrow them.
 */
export function deriveGroup(cells: readonly MeasuredCell[], cohortOf: CohortOf): Factor[] {
  const [first] = cells;
  if (!first) return [];
  const cohort = cohortOf(first.identity.sourceId);
  const inCohort = cells.filter((cell) => cohort !== null && cell.identity.cohort === cohort);
  const reference = inCohort.length > 0 ? inCohort : cells;
  const components = componentsOf(reference.map(toStatistics));
  const factor = factorOf(groupOf(first));

  const ofCells = cells.map((cell) =>
    factor([cell], measuredCellEvidence(toStatistics(cell), components), cell.identity),
  );
  const ofModels = [...groupBy(cells, (cell) => cell.identity.modelId)].map(([modelId, own]) =>
    factor(own, measuredModelEvidence(own.map(toStatistics), components), { modelId, dataset: null }),
  );
  const ofTask =
    new Set(reference.map((cell) => cell.identity.modelId)).size >= MIN_MODELS_FOR_TASK
      ? [
          factor(reference, taskEvidence(reference.map(toStatistics), components), {
            modelId: null,
            dataset: null,
          }),
        ]
      : [];
  return [...ofTask, ...ofModels, ...ofCells];
}

export function groupOf({ identity, unit }: MeasuredCell): ComparableGroup {
  const { modelId, dataset, cohort, ...shared } = identity;
  return { ...shared, unit };
}

const toStatistics = (cell: MeasuredCell): CellStatistics => ({
  model: cell.identity.modelId,
  dataset: cell.identity.dataset ?? '',
  lnEnergy: cell.lnEnergy,
  energy: cell.energyWh,
});

const factorOf =
  (group: ComparableGroup) =>
  (
    cells: readonly MeasuredCell[],
    evidence: Evidence,
    subject: { readonly modelId: string | null; readonly dataset: string | null },
  ): Factor => ({
    group,
    modelId: subject.modelId,
    dataset: subject.dataset,
    cohort: commonCohort(cells),
    evidence,
    secondsPerUnit: meanOfKnown(cells.map((cell) => cell.secondsPerUnit)),
    coldStartEnergyWh: meanOfKnown(cells.map((cell) => cell.loadWh)),
    outputTokensPerUnit: meanOfKnown(cells.map((cell) => cell.outputTokensPerUnit)),
    flags: [...new Set(cells.flatMap((cell) => cell.flags))].sort(),
    cellIds: cells.map((cell) => cell.id),
  });

function commonCohort(cells: readonly MeasuredCell[]): string | null {
  const [first, ...others] = new Set(cells.map((cell) => cell.identity.cohort));
  return others.length === 0 ? (first ?? null) : null;
}

function meanOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? arithmeticMean(known) : null;
}
