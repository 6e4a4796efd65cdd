import type { Evidence } from '../evidence/index.js';
import type { CellIdentity, FunctionalUnit } from '../run/index.js';
import type { LogLogFit, Moments, VarianceComponent } from '../statistics/index.js';

/** The first and the last day of some runs, ISO 8601 as their source gives it; null where it gives none. */
export interface MeasuredPeriod {
  readonly from: string | null;
  readonly to: string | null;
}

/** The runs of one cell, summed up per functional unit. Energies in Wh per unit. */
export interface MeasuredCell {
  readonly id: string;
  readonly identity: CellIdentity;
  readonly unit: FunctionalUnit;
  readonly energyWh: Moments;
  readonly lnEnergy: Moments;
  readonly secondsPerUnit: number | null;
  readonly loadWh: number | null;
  readonly outputTokensPerUnit: number | null;
  readonly flags: readonly string[];
  readonly measured: MeasuredPeriod;
}

/**
 * What all cells behind one factor have in common: everything that energies are never averaged across.
 * Model, dataset and cohort may differ.
 */
export interface ComparableGroup extends Omit<CellIdentity, 'modelId' | 'dataset' | 'cohort'> {
  readonly unit: FunctionalUnit;
}

/** How a factor came to be: from metered or modelled runs of its subject, from other models' runs, or from print. */
export type FactorStatus = 'measured' | 'modelled' | 'imputed' | 'published';

export function statusOf({ group, evidence }: Pick<Factor, 'group' | 'evidence'>): FactorStatus {
  if (evidence.level === 'parameters') return 'imputed';
  if (evidence.level === 'published') return 'published';
  return isMetered({ group }) ? 'measured' : 'modelled';
}

/** Whether a meter saw the energies behind a factor; else somebody computed them. */
export const isMetered = ({ group }: Pick<Factor, 'group'>): boolean => group.modelled !== true;

/** Energy intensity of a task, an AI model, or a model on a dataset. Grams are derived where it is used. */
export interface Factor {
  readonly group: ComparableGroup;
  readonly modelId: string | null;
  readonly dataset: string | null;
  /** The named subset of runs that it is derived from; null where all were used. */
  readonly cohort: string | null;
  /** That subset is the one that the source names for its task factors. */
  readonly ofTaskCohort: boolean;
  readonly evidence: Evidence;
  /** Mean time per unit; null where no run was timed. */
  readonly secondsPerUnit: number | null;
  /** Mean energy of loading the model, Wh; null where it was not metered. */
  readonly coldStartEnergyWh: number | null;
  readonly outputTokensPerUnit: number | null;
  /** Flags that any run behind it carries, and what its derivation has to say (`FACTOR_FLAGS`). */
  readonly flags: readonly string[];
  /** Components of its spread that the runs cannot tell, which make sigma null; empty where it is known. */
  readonly spreadMissing: readonly VarianceComponent[];
  readonly measured: MeasuredPeriod;
  readonly cellIds: readonly string[];
  /** Where it comes from the size of the model; else null. */
  readonly imputation: Imputation | null;
  /** Where it was printed by the source rather than derived from its runs; else null. */
  readonly publication: Publication | null;
}

/** A figure in print. */
export interface Publication {
  readonly citation: string;
  readonly year: number | null;
}

/** The regression behind an imputed factor: ln(Wh per unit) = intercept + slope · ln(parameters). */
export interface Imputation {
  readonly parameters: number;
  readonly regression: LogLogFit;
  readonly smallest: number;
  readonly largest: number;
  /** The size asked for lies outside those of the regression: the line is a guess at how it goes on. */
  readonly outsideRange: boolean;
  /** Measured models nearest in ln size, nearest first. */
  readonly neighbours: readonly SizedModelEnergy[];
}

/** An AI model of known size with its measured mean. */
export interface SizedModelEnergy {
  readonly modelId: string;
  readonly parameters: number;
  /** exp of the mean of ln(Wh per unit): what the regression sees. */
  readonly medianWhPerUnit: number;
}

/** Flags that a factor gets from its derivation rather than from a run. */
export const FACTOR_FLAGS = {
  /** A component of its spread was estimated below 0 and set to 0. */
  spreadTruncated: 'spread-truncated',
  /** A task factor of two AI models: its spread has one degree of freedom. */
  twoModels: 'two-models',
} as const;
