import { completeSubTable, type AnovaCell, type CompleteTable } from './complete-sub-table.js';
import { arithmeticMean, harmonicMean } from './means.js';

/**
 * Where the spread of y = ln(energy) comes from. Variances of natural logarithms, hence without unit.
 * A component that the data cannot tell is null; 0 means estimated, and found to be nothing.
 */
export interface VarianceComponents {
  /** The AI models that the analysis used, by name. */
  readonly models: readonly string[];
  /** The datasets that the analysis used, by name. */
  readonly datasets: readonly string[];
  /** Runs in each cell; their harmonic mean where cells differ. */
  readonly runsPerCell: number;
  /** The mean of the cell means. */
  readonly grandMean: number;
  /** Between runs of the same cell; null where every cell has one run. */
  readonly sigma2Run: number | null;
  /** Interaction: how models differ in what a dataset costs. Null where runs, models or datasets number one. */
  readonly sigma2ModelDataset: number | null;
  /** Between datasets; null where there is one dataset or one model. */
  readonly sigma2Dataset: number | null;
  /** Between models; null where there is one model. */
  readonly sigma2Model: number | null;
  /** What could not be told apart from `sigma2Model` and is therefore in it: an upper bound. Usually empty. */
  readonly modelSpreadIncludes: readonly ('model-dataset' | 'run')[];
  /**
   * The sample variance of the model means: an upper bound of `sigma2Model` that is above 0 wherever models
   * differ at all. Null where there is one model.
   */
  readonly sigma2ModelMeans: number | null;
  /** Components whose estimate came out below 0 and was set to 0: the data cannot tell them from noise. */
  readonly truncated: readonly VarianceComponent[];
}

/** A cause of spread, as it is named on the wire. */
export type VarianceComponent = 'model' | 'dataset' | 'model-dataset' | 'run';

interface MeanSquares {
  readonly run: number | null;
  readonly model: number;
  readonly dataset: number;
  readonly modelDataset: number;
}

/** Runs within cells. Every cell counts, those outside the complete table too, for each tells of runs alone. */
function runMeanSquare(cells: readonly AnovaCell[]): number | null {
  const filled = cells.filter(({ stats }) => stats.n > 0);
  const freedom = filled.reduce((sum, { stats }) => sum + stats.n - 1, 0);
  return freedom > 0 ? filled.reduce((sum, { stats }) => sum + stats.m2, 0) / freedom : null;
}

function meanSquares(means: readonly (readonly number[])[], r: number, run: number | null): MeanSquares {
  const m = means.length;
  const d = means[0]?.length ?? 0;
  const ofModel = means.map(arithmeticMean);
  const ofDataset = Array.from({ length: d }, (_, j) => arithmeticMean(means.map((row) => row[j] ?? NaN)));
  const grand = arithmeticMean(ofModel);
  const sumOfSquares = (deviations: readonly number[]): number =>
    deviations.reduce((sum, deviation) => sum + deviation ** 2, 0);
  const interaction = means.flatMap((row, i) =>
    row.map((mean, j) => mean - (ofModel[i] ?? NaN) - (ofDataset[j] ?? NaN) + grand),
  );
  return {
    run,
    model: (d * r * sumOfSquares(ofModel.map((mean) => mean - grand))) / (m - 1),
    dataset: (m * r * sumOfSquares(ofDataset.map((mean) => mean - grand))) / (d - 1),
    modelDataset: (r * sumOfSquares(interaction)) / ((m - 1) * (d - 1)),
  };
}

type Components = Pick<
  VarianceComponents,
  | 'sigma2ModelDataset'
  | 'sigma2Dataset'
  | 'sigma2Model'
  | 'modelSpreadIncludes'
  | 'sigma2ModelMeans'
  | 'truncated'
>;

/** Estimates of components before they are cut off at 0; null where one cannot be made. */
type Estimates = Partial<Record<VarianceComponent, number | null>>;

const belowZero = (estimates: Estimates): VarianceComponent[] =>
  (Object.keys(estimates) as VarianceComponent[]).filter((name) => (estimates[name] ?? 0) < 0);

const cutOff = (estimate: number | null): number | null => (estimate === null ? null : Math.max(0, estimate));

/** s²_md = (MS_MD − MSE)/R, s²_d = (MS_D − MS_MD)/(M·R), s²_m = (MS_M − MS_MD)/(D·R), none below 0. */
function crossed(ms: MeanSquares, m: number, d: number, r: number): Components {
  const modelDataset = ms.run === null ? null : (ms.modelDataset - ms.run) / r;
  const dataset = (ms.dataset - ms.modelDataset) / (m * r);
  const model = (ms.model - ms.modelDataset) / (d * r);
  return {
    sigma2ModelDataset: cutOff(modelDataset),
    sigma2Dataset: cutOff(dataset),
    sigma2Model: cutOff(model),
    modelSpreadIncludes: [],
    sigma2ModelMeans: ms.model / (d * r),
    truncated: belowZero({ model, dataset, 'model-dataset': modelDataset }),
  };
}

/** One dataset: s²_m = (MS_M − MSE)/R holds the interaction as well, and the runs where none was repeated. */
function oneWay(ms: MeanSquares, r: number): Components {
  const model = (ms.model - (ms.run ?? 0)) / r;
  return {
    sigma2ModelDataset: null,
    sigma2Dataset: null,
    sigma2Model: cutOff(model),
    modelSpreadIncludes: ms.run === null ? ['model-dataset', 'run'] : ['model-dataset'],
    sigma2ModelMeans: ms.model / r,
    truncated: belowZero({ model }),
  };
}

const NOT_ESTIMABLE: Components = {
  sigma2ModelDataset: null,
  sigma2Dataset: null,
  sigma2Model: null,
  modelSpreadIncludes: [],
  sigma2ModelMeans: null,
  truncated: [],
};

function componentsOf(table: CompleteTable, ms: MeanSquares, r: number): Components {
  const m = table.models.length;
  const d = table.datasets.length;
  if (m < 2) return NOT_ESTIMABLE;
  return d < 2 ? oneWay(ms, r) : crossed(ms, m, d, r);
}

/**
 * Variance components of crossed random effects (AI model × dataset, runs within) by analysis of
 * variance: each mean square is set equal to its expectation, and an estimate below 0 becomes 0.
 *
 * Input: the moments of y = ln(energy per unit) of each cell. Where cells differ in their number of runs
 * this is the analysis of unweighted means, with the harmonic mean of the counts as R; with equal counts
 * it is the textbook's balanced analysis. Where cells are missing, models and datasets are those of
 * `completeSubTable`, named in the answer, while runs are judged from every cell. With one dataset it is
 * the one-way analysis between models. Null where there is no observation.
 *
 * Source: Searle, Casella, McCulloch, "Variance Components", Wiley, 1992, ch. 4 (balanced data) and 5
 * (unequal counts).
 */
export function crossedAnova(cells: readonly AnovaCell[]): VarianceComponents | null {
  const table = completeSubTable(cells);
  if (table === null) return null;
  const r = harmonicMean(table.rows.flatMap((row) => row.map(({ n }) => n)));
  const means = table.rows.map((row) => row.map(({ mean }) => mean));
  const ms = meanSquares(means, r, runMeanSquare(cells));
  return {
    models: table.models,
    datasets: table.datasets,
    runsPerCell: r,
    grandMean: arithmeticMean(means.flat()),
    sigma2Run: ms.run,
    ...componentsOf(table, ms, r),
  };
}
