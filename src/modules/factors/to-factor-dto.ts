import { distributionOf } from '../../core/evidence/index.js';
import type { Evidence } from '../../core/evidence/index.js';
import { isMetered, statusOf } from '../../core/factor/index.js';
import type { Imputation } from '../../core/factor/index.js';
import { METHOD_STATEMENT } from '../../core/method.js';
import type { UseQuality } from '../../core/quality/index.js';
import { LogNormal } from '../../core/statistics/index.js';
import type { ZoneResolution } from '../grid/index.js';
import { toBoundaryDto } from './boundaries.js';
import type { Bounded } from './boundaries.js';
import { emissionsPerUnit } from './factor-emissions.js';
import type { FactorMeaningDto, ImputationDto } from './factor-evidence.dto.js';
import type { SetStamp } from './factor-set/factor-sets.service.js';
import type { FactorDto } from './factor.dto.js';
import type { EnergyIntensityDto } from './factor-figures.dto.js';
import type { IdentifiedFactor } from './factors.snapshot.js';
import { PER_BILLION } from './imputed-factors.js';

/** The use that a factor is shown for. */
export interface FactorUse {
  readonly pue: number;
  readonly zone: ZoneResolution;
  readonly quality: UseQuality;
  readonly excludedFlags: readonly string[];
  /** The set that it is from. */
  readonly stamp: SetStamp;
}

/** A factor with its emissions for one zone and PUE. */
export function toFactorDto({ factor, scale }: Bounded<IdentifiedFactor>, use: FactorUse): FactorDto {
  const { group, evidence } = factor;
  const { pue, zone } = use;
  const emissions = emissionsPerUnit(factor, pue, zone);
  const { sourceId, energyScope, modelled, gpusActive, outputTokenRange, ...identity } = group;
  return {
    id: factor.id,
    ...identity,
    model: factor.modelId,
    dataset: factor.dataset,
    source: sourceId,
    scope: energyScope,
    level: evidence.level,
    status: statusOf(factor),
    measured: isMetered(factor),
    gpusActive: gpusActive ?? null,
    outputTokenRange: outputTokenRange ?? null,
    cohort: factor.cohort,
    n: { ...evidence.n },
    measuredFrom: factor.measured.from,
    measuredTo: factor.measured.to,
    energyWhPerUnit: energyIntensity(evidence),
    spreadMissing: [...factor.spreadMissing],
    boundary: toBoundaryDto(scale),
    basis: meaningOf(zone),
    quality: use.quality,
    imputation: factor.imputation && toImputationDto(factor.imputation),
    publication: factor.publication,
    carbonIntensityGPerKwh: zone.resolved.carbonIntensityGPerKwh,
    pue,
    zone: zone.resolved.zone,
    resolvedZone: zone.resolved,
    emissionsGCo2ePerUnit: emissions,
    // Wh per unit is the same number as kWh per 1,000 units
    perThousand: { energyKwh: evidence.mean, emissionsGCo2e: emissions.mean * 1_000 },
    secondsPerUnit: factor.secondsPerUnit,
    coldStartEnergyWh: factor.coldStartEnergyWh,
    outputTokensPerUnit: factor.outputTokensPerUnit,
    ...use.stamp,
    flags: [...factor.flags],
    excludedFlags: [...use.excludedFlags],
  };
}

export function energyIntensity(evidence: Evidence): EnergyIntensityDto {
  const distribution = distributionOf(evidence);
  const { p5, p50, p95 } = distribution
    ? LogNormal.summary(distribution, evidence.mean)
    : { p5: null, p50: null, p95: null };
  return { mean: evidence.mean, sd: evidence.sd, p5, p50, p95, sigma: evidence.sigma };
}

const meaningOf = ({ resolved }: ZoneResolution): FactorMeaningDto => ({
  accounting: METHOD_STATEMENT.accounting,
  gwp: METHOD_STATEMENT.gwp,
  unit: METHOD_STATEMENT.unit,
  equation: 'emissions = energy per unit × PUE × carbon intensity',
  gridLifeCycle: resolved.lifeCycle,
  method: METHOD_STATEMENT.version,
});

/** The intercept is given for sizes in billions: a + b·ln(10⁹). */
export const toImputationDto = (imputation: Imputation): ImputationDto => {
  const { regression, neighbours } = imputation;
  return {
    parametersB: imputation.parameters / PER_BILLION,
    intercept: regression.intercept + regression.slope * Math.log(PER_BILLION),
    slope: regression.slope,
    rSquared: regression.rSquared,
    residualSd: Math.sqrt(regression.residualVariance),
    models: regression.n,
    smallestParametersB: imputation.smallest / PER_BILLION,
    largestParametersB: imputation.largest / PER_BILLION,
    outsideRange: imputation.outsideRange,
    neighbours: neighbours.map(({ modelId, parameters, medianWhPerUnit }) => ({
      model: modelId,
      parametersB: parameters / PER_BILLION,
      medianWhPerUnit,
    })),
  };
};
