import { publishedEvidence } from '../evidence/index.js';
import type { ComparableGroup, Factor, MeasuredPeriod, Publication } from './factor.js';

/** A mean ± sd that a source prints, Wh per functional unit, with what was measured to get it. */
export interface PrintedFactor {
  readonly group: ComparableGroup;
  readonly meanWhPerUnit: number;
  readonly sdWhPerUnit: number;
  readonly measured: MeasuredPeriod;
  readonly publication: Publication;
}

/** A printed figure as a factor of its own: shown beside those derived from runs, never averaged with them. */
export const publishedFactor = (printed: PrintedFactor): Factor => ({
  group: printed.group,
  modelId: null,
  dataset: null,
  cohort: null,
  ofTaskCohort: false,
  evidence: publishedEvidence({ mean: printed.meanWhPerUnit, sd: printed.sdWhPerUnit }),
  secondsPerUnit: null,
  coldStartEnergyWh: null,
  outputTokensPerUnit: null,
  flags: [],
  spreadMissing: [],
  measured: printed.measured,
  cellIds: [],
  imputation: null,
  publication: printed.publication,
});
