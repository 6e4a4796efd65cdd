import type { Evidence } from '../evidence/index.js';
import type { CellIdentity, FunctionalUnit } from '../run/index.js';
import type { Moments } from '../statistics/index.js';

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
}

/**
 * What all cells behind one factor have in common: everything that energies are never averaged across.
 * Model, dataset and cohort may differ.
 */
export interface ComparableGroup extends Omit<CellIdentity, 'modelId' | 'dataset' | 'cohort'> {
  readonly unit: FunctionalUnit;
}

/** Energy intensity of a task, an AI model, or a model on a dataset. Grams are derived where it is used. */
export interface Factor {
  readonly group: ComparableGroup;
  readonly modelId: string | null;
  readonly dataset: string | null;
  /** The named subset of runs that it is derived from; null where all were used. */
  readonly cohort: string | null;
  readonly evidence: Evidence;
  /** Mean time per unit; null where no run was timed. */
  readonly secondsPerUnit: number | null;
  /** Mean energy of loading the model, Wh; null where it was not metered. */
  readonly coldStartEnergyWh: number | null;
  readonly outputTokensPerUnit: number | null;
  /** Flags that any run behind it carries. */
  readonly flags: readonly string[];
  readonly cellIds: readonly string[];
}
