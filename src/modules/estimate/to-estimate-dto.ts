import { DAYS_PER_YEAR, commonAmount, dayTotal, overDays } from '../../core/estimate/index.js';
import type { Total, VolumeUnit, WaterScope, WorkloadDay } from '../../core/estimate/index.js';
import { statusOf } from '../../core/factor/index.js';
import type { Bounded, IdentifiedFactor } from '../factors/index.js';
import { energyIntensity, toBoundaryDto, toImputationDto } from '../factors/index.js';
import type { EstimateTotalDto } from './total.dto.js';
import type { UsedFactorDto } from './used.dto.js';

interface Totals {
  readonly perDay: EstimateTotalDto;
  readonly perYear: EstimateTotalDto;
  readonly horizon: EstimateTotalDto;
}

/** The total of the mean day, and the same over a year and over the horizon. */
export function totalsOf(
  days: readonly WorkloadDay[],
  scopes: readonly (WaterScope | null)[],
  horizonDays: number,
): Totals {
  const day = dayTotal(days);
  const waterScope = day.waterL && common(scopes.map((scope) => scope ?? 'site'));
  const shown = (count: number): EstimateTotalDto => toTotalDto(overDays(day, count), waterScope);
  return { perDay: toTotalDto(day, waterScope), perYear: shown(DAYS_PER_YEAR), horizon: shown(horizonDays) };
}

const INFERENCE: VolumeUnit = 'inference';

function toTotalDto(total: Total, waterScope: string | null): EstimateTotalDto {
  const { volumes, ...figures } = total;
  return {
    inferences: volumes.every(({ unit }) => unit === INFERENCE) ? commonAmount(volumes) : null,
    volumes: volumes.map((volume) => ({ ...volume })),
    ...figures,
    waterScope,
    sciIncludesEmbodied: total.embodiedKgCo2e !== null,
  };
}

/** What all have in common, else `mixed`. */
export function common(names: readonly string[]): string {
  const [first, ...others] = new Set(names);
  return first === undefined || others.length > 0 ? 'mixed' : first;
}

export const usedFactor = ({ factor, scale }: Bounded<IdentifiedFactor>): UsedFactorDto => {
  const { id, group, evidence, imputation, flags } = factor;
  return {
    id,
    level: evidence.level,
    status: statusOf(factor),
    source: group.sourceId,
    hardware: group.hardware,
    scope: group.energyScope,
    unit: group.unit,
    zeroShot: group.zeroShot,
    inputVariant: group.inputVariant,
    batchSize: group.batchSize,
    energyWhPerUnit: energyIntensity(evidence),
    boundary: toBoundaryDto(scale),
    imputation: imputation && toImputationDto(imputation),
    secondsPerUnit: factor.secondsPerUnit,
    flags: [...flags],
  };
};
