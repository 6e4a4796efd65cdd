import { byText } from '../collections.js';
import { fitParameters } from '../evidence/index.js';
import type { CellStatistics, ParameterFit } from '../evidence/index.js';
import { arithmeticMean } from '../statistics/index.js';
import type { SizedModelEnergy } from './factor.js';

/** The regression of one comparable group on model size, with the models behind it, smallest first. */
export interface SizeFit {
  readonly fit: ParameterFit;
  readonly models: readonly SizedModelEnergy[];
}

/** How many parameters an AI model has; null where that is not known. */
export type ParametersOf = (modelId: string) => number | null;

/** Null where level `parameters` is not to be offered: under three models of known size, or too poor a fit. */
export function fitSizes(
  cellsByModel: ReadonlyMap<string, readonly CellStatistics[]>,
  parametersOf: ParametersOf,
): SizeFit | null {
  const sized = [...cellsByModel].flatMap(([modelId, cells]) => {
    const parameters = parametersOf(modelId);
    return parameters === null || parameters <= 0 ? [] : [{ modelId, parameters, cells }];
  });
  const fit = fitParameters(sized);
  if (fit === null) return null;
  const models = sized.map(({ modelId, parameters, cells }) => ({
    modelId,
    parameters,
    medianWhPerUnit: Math.exp(arithmeticMean(cells.map(({ lnEnergy }) => lnEnergy.mean))),
  }));
  return { fit, models: models.sort(byText(({ modelId }) => modelId)).sort(bySize) };
}

const bySize = (a: SizedModelEnergy, b: SizedModelEnergy): number => a.parameters - b.parameters;

/** The measured models nearest to a size by its logarithm, nearest first. */
export function nearestInSize(
  models: readonly SizedModelEnergy[],
  parameters: number,
  count: number,
): SizedModelEnergy[] {
  const distance = (model: SizedModelEnergy): number => Math.abs(Math.log(model.parameters / parameters));
  return [...models].sort((a, b) => distance(a) - distance(b)).slice(0, count);
}
