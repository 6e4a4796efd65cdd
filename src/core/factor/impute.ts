import { parametersEvidence } from '../evidence/index.js';
import type { DerivedGroup } from './derive.js';
import type { Factor } from './factor.js';
import { nearestInSize } from './size-fit.js';

const NEIGHBOURS = 3;

/**
 * The factor of an AI model that was not measured, from its size (a count of parameters, above 0) and the
 * regression of one comparable group. Null where the group offers none.
 */
export function imputeFactor({ group, sizes, reference }: DerivedGroup, parameters: number): Factor | null {
  const [smallest, largest] = [sizes?.models[0]?.parameters, sizes?.models.at(-1)?.parameters];
  if (!sizes || smallest === undefined || largest === undefined) return null;
  return {
    group,
    modelId: null,
    dataset: null,
    ...reference,
    evidence: parametersEvidence(sizes.fit, parameters),
    secondsPerUnit: null,
    coldStartEnergyWh: null,
    spreadMissing: [],
    imputation: {
      parameters,
      regression: sizes.fit.regression,
      smallest,
      largest,
      outsideRange: parameters < smallest || parameters > largest,
      neighbours: nearestInSize(sizes.models, parameters, NEIGHBOURS),
    },
    publication: null,
  };
}
