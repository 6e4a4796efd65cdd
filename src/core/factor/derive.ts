import { groupBy } from '../collections.js';
import {
  componentsOf,
  measuredCellEvidence,
  measuredModelEvidence,
  taskEvidence,
  UNKNOWN_DATASET,
} from '../evidence/index.js';
import type { CellStatistics, Evidence } from '../evidence/index.js';
import { arithmeticMean } from '../statistics/index.js';
import type { VarianceComponents } from '../statistics/index.js';
import type { ComparableGroup, Factor, MeasuredCell } from './factor.js';
import { fitSizes } from './size-fit.js';
import type { ParametersOf, SizeFit } from './size-fit.js';
import { spreadOf } from './spread.js';
import { periodOf } from './strata.js';

/**
 * A task factor says something of a further model only where at least two were measured. Two give it one degree
 * of freedom, which Student's t makes as wide as it must be; docs/adr/0004-spread-that-cannot-be-told.md.
 */
const MIN_MODELS_FOR_TASK = 2;

/** The cohort that the task factors of a source are derived from; null where all runs are used. */
export type CohortOf = (sourceId: string) => string | null;

/** What a derivation must know beside the runs. */
export interface DerivationContext {
  readonly cohortOf: CohortOf;
  readonly parametersOf: ParametersOf;
}

/** Everything that one comparable group of cells yields. */
export interface DerivedGroup {
  readonly group: ComparableGroup;
  /** One per task, per model and per cell. */
  readonly factors: readonly Factor[];
  readonly components: VarianceComponents | null;
  /** The runs that the components and the fit are from. */
  readonly reference: Pick<
    Factor,
    'cohort' | 'ofTaskCohort' | 'cellIds' | 'flags' | 'measured' | 'outputTokensPerUnit'
  >;
  /** Null where level `parameters` is not offered. */
  readonly sizes: SizeFit | null;
}

/**
 * The factors of one comparable group. Variance components and the regression on size come from the cohort where
 * the group holds one, since that is the balanced design they are defined on; cells outside it borrow them.
 */
export function deriveGroup(cells: readonly MeasuredCell[], context: DerivationContext): DerivedGroup | null {
  const [first] = cells;
  if (!first) return null;
  const cohort = context.cohortOf(first.identity.sourceId);
  const inCohort = cells.filter((cell) => cohort !== null && cell.identity.cohort === cohort);
  const reference = inCohort.length > 0 ? inCohort : cells;
  const components = componentsOf(reference.map(toStatistics));
  const group = groupOf(first);
  const factor = factorOf(group, components, cohort);
  const task = { modelId: null, dataset: null };

  const ofCells = cells.map((cell) =>
    factor([cell], measuredCellEvidence(toStatistics(cell), components), cell.identity),
  );
  const ofModels = [...groupBy(cells, (cell) => cell.identity.modelId)].map(([modelId, own]) =>
    factor(own, measuredModelEvidence(own.map(toStatistics), components), { modelId, dataset: null }),
  );
  const models = groupBy(reference, (cell) => cell.identity.modelId);
  const ofTask =
    models.size >= MIN_MODELS_FOR_TASK
      ? [factor(reference, taskEvidence(reference.map(toStatistics), components), task)]
      : [];
  const statistics = new Map([...models].map(([id, own]) => [id, own.map(toStatistics)]));
  return {
    group,
    factors: [...ofTask, ...ofModels, ...ofCells],
    components,
    reference: { ...summaryOf(reference, cohort), flags: flagsOf(reference) },
    sizes: fitSizes(statistics, context.parametersOf),
  };
}

export function groupOf({ identity, unit }: Pick<MeasuredCell, 'identity' | 'unit'>): ComparableGroup {
  const { modelId, dataset, cohort, ...shared } = identity;
  return { ...shared, unit };
}

const toStatistics = (cell: MeasuredCell): CellStatistics => ({
  model: cell.identity.modelId,
  dataset: cell.identity.dataset ?? UNKNOWN_DATASET,
  lnEnergy: cell.lnEnergy,
  energy: cell.energyWh,
});

const factorOf =
  (group: ComparableGroup, components: VarianceComponents | null, taskCohort: string | null) =>
  (
    cells: readonly MeasuredCell[],
    evidence: Evidence,
    subject: { readonly modelId: string | null; readonly dataset: string | null },
  ): Factor => {
    const { flags, missing } = spreadOf(evidence, components);
    return {
      group,
      modelId: subject.modelId,
      dataset: subject.dataset,
      evidence,
      ...summaryOf(cells, taskCohort),
      secondsPerUnit: meanOfKnown(cells.map((cell) => cell.secondsPerUnit)),
      coldStartEnergyWh: meanOfKnown(cells.map((cell) => cell.loadWh)),
      flags: [...flagsOf(cells), ...flags].sort(),
      spreadMissing: missing,
      imputation: null,
      publication: null,
    };
  };

const flagsOf = (cells: readonly MeasuredCell[]): string[] => [
  ...new Set(cells.flatMap((cell) => cell.flags)),
];

const summaryOf = (cells: readonly MeasuredCell[], taskCohort: string | null) => ({
  cohort: commonCohort(cells),
  ofTaskCohort: taskCohort !== null && commonCohort(cells) === taskCohort,
  outputTokensPerUnit: meanOfKnown(cells.map((cell) => cell.outputTokensPerUnit)),
  measured: periodOf(cells.map((cell) => cell.measured)),
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
