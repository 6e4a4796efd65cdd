import { distributionOf } from '../../core/evidence/index.js';
import type { Evidence } from '../../core/evidence/index.js';
import { LogNormal } from '../../core/statistics/index.js';
import type { ZoneResolution } from '../grid/index.js';
import { emissionsPerUnit } from './factor-emissions.js';
import type { SetStamp } from './factor-set/factor-sets.service.js';
import type { EnergyIntensityDto, FactorDto } from './factor.dto.js';
import type { IdentifiedFactor } from './factors.snapshot.js';

/** A factor with its emissions for one zone and PUE, and the set that it is from. */
export function toFactorDto(
  factor: IdentifiedFactor,
  pue: number,
  zone: ZoneResolution,
  stamp: SetStamp,
): FactorDto {
  const { group, evidence } = factor;
  const emissions = emissionsPerUnit(factor, pue, zone);
  const { sourceId, energyScope, ...identity } = group;
  return {
    id: factor.id,
    ...identity,
    model: factor.modelId,
    dataset: factor.dataset,
    source: sourceId,
    scope: energyScope,
    level: evidence.level,
    cohort: factor.cohort,
    n: { ...evidence.n },
    energyWhPerUnit: energyIntensity(evidence),
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
    ...stamp,
    flags: [...factor.flags],
  };
}

export function energyIntensity(evidence: Evidence): EnergyIntensityDto {
  const distribution = distributionOf(evidence);
  const { p5, p50, p95 } = distribution
    ? LogNormal.summary(distribution, evidence.mean)
    : { p5: null, p50: null, p95: null };
  return { mean: evidence.mean, sd: evidence.sd, p5, p50, p95, sigma: evidence.sigma };
}
