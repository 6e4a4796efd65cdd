import { groupBy } from '../collections.js';
import {
  componentsOf,
  fitParameters,
  measuredCellEvidence,
  measuredModelEvidence,
  parametersEvidence,
  taskEvidence,
} from '../evidence/index.js';
import type { CellStatistics, Evidence, EvidenceLevel } from '../evidence/index.js';
import { arithmeticMean, momentsOf } from '../statistics/index.js';

/** A measured run of one task. */
export interface CalibrationRun {
  readonly model: string;
  readonly dataset: string;
  /** Null where the size is not known. */
  readonly parameters: number | null;
  readonly whPerUnit: number;
}

/** A prediction held against what was left out of it; logarithms of Wh per unit. */
export interface Trial {
  readonly level: EvidenceLevel;
  readonly predicted: Evidence;
  /** The mean of what was held out. */
  readonly heldOut: number;
  /** What the held-out mean varies by itself, beside what the interval is for; 0 where the interval holds it. */
  readonly ownVariance: number;
}

type Cells = readonly CellStatistics[];

/**
 * Every trial of one task: each model, each dataset of each model and each repetition of each cell is left out in
 * turn and predicted from the rest, at the level that applies when just that is missing.
 */
export function trialsOf(runs: readonly CalibrationRun[]): Trial[] {
  const sizes = new Map(runs.map(({ model, parameters }) => [model, parameters]));
  const cells = cellsOf(runs);
  return [
    ...heldOutModels(cells, (model) => sizes.get(model) ?? null),
    ...heldOutDatasets(cells),
    ...heldOutRepetitions(runs),
  ];
}

function cellsOf(runs: readonly CalibrationRun[]): CellStatistics[] {
  return [...groupBy(runs, cellKey).values()].map((own) => ({
    model: own[0]?.model ?? '',
    dataset: own[0]?.dataset ?? '',
    energy: momentsOf(own.map(({ whPerUnit }) => whPerUnit)),
    lnEnergy: momentsOf(own.map(({ whPerUnit }) => Math.log(whPerUnit))),
  }));
}

const cellKey = ({ model, dataset }: CalibrationRun): string => JSON.stringify([model, dataset]);

const meanOf = (cells: Cells): number => arithmeticMean(cells.map(({ lnEnergy }) => lnEnergy.mean));

/** The interval is for the mean of one further model over the datasets, so it is held against just that. */
function heldOutModels(cells: Cells, sizeOf: (model: string) => number | null): Trial[] {
  return [...groupBy(cells, ({ model }) => model)].flatMap(([model, own]) => {
    const rest = cells.filter((cell) => cell.model !== model);
    const heldOut = { heldOut: meanOf(own), ownVariance: 0 };
    const task: Trial = { level: 'task', predicted: taskEvidence(rest, componentsOf(rest)), ...heldOut };
    const bySize = predictedBySize(rest, sizeOf, sizeOf(model));
    return bySize ? [task, { level: 'parameters', predicted: bySize, ...heldOut }] : [task];
  });
}

function predictedBySize(
  rest: Cells,
  sizeOf: (model: string) => number | null,
  parameters: number | null,
): Evidence | null {
  if (parameters === null) return null;
  const sized = [...groupBy(rest, ({ model }) => model)].flatMap(([model, cells]) => {
    const size = sizeOf(model);
    return size === null ? [] : [{ parameters: size, cells }];
  });
  const fit = fitParameters(sized);
  return fit && parametersEvidence(fit, parameters);
}

/** The interval is for the mean of the repetitions on one further dataset: it holds s²_run/R already. */
function heldOutDatasets(cells: Cells): Trial[] {
  return cells.flatMap((cell) => {
    const rest = cells.filter(({ dataset }) => dataset !== cell.dataset);
    const own = rest.filter(({ model }) => model === cell.model);
    if (own.length === 0) return [];
    const predicted = measuredModelEvidence(own, componentsOf(rest));
    return [{ level: 'measured-model' as const, predicted, heldOut: cell.lnEnergy.mean, ownVariance: 0 }];
  });
}

/**
 * The interval is for the mean that a cell tends to, and a single repetition strays from that by s²_run, which is
 * added before the two are compared. The n-th repetition of every cell is left out at once.
 */
function heldOutRepetitions(runs: readonly CalibrationRun[]): Trial[] {
  const byCell = [...groupBy(runs, cellKey).values()];
  const blocks = Math.max(...byCell.map((own) => own.length));
  return Array.from({ length: blocks }, (_, block) => block).flatMap((block) => {
    const rest = cellsOf(byCell.flatMap((own) => own.filter((_, index) => index !== block)));
    const components = componentsOf(rest);
    return byCell.flatMap((own) => {
      const [held, first] = [own[block], own[0]];
      const cell = rest.find(({ model, dataset }) => model === first?.model && dataset === first.dataset);
      if (!held || !cell) return [];
      return [
        {
          level: 'measured-cell' as const,
          predicted: measuredCellEvidence(cell, components),
          heldOut: Math.log(held.whPerUnit),
          ownVariance: components?.sigma2Run ?? 0,
        },
      ];
    });
  });
}
