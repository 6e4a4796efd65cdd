import { DAYS_PER_YEAR, dayTotal, scaled } from '../../core/estimate/index.js';
import type { WorkloadDay } from '../../core/estimate/index.js';
import { statusOf } from '../../core/factor/index.js';
import type { Bounded, IdentifiedFactor } from '../factors/index.js';
import { energyIntensity, toBoundaryDto, toImputationDto } from '../factors/index.js';
import type { EstimateTotalDto, UsedFactorDto } from './estimate.dto.js';

interface Totals {
  readonly perDay: EstimateTotalDto;
  readonly perYear: EstimateTotalDto;
  readonly horizon: EstimateTotalDto;
}

/** A day's total, and the same over a year and over the horizon: every day is like the other. */
export function totalsOf(days: readonly WorkloadDay[], horizonDays: number): Totals {
  const perDay = dayTotal(days);
  const over = (count: number): EstimateTotalDto => ({
    inferences: perDay.inferences * count,
    energyKwh: scaled(perDay.energyKwh, count),
    emissionsKgCo2e: scaled(perDay.emissionsKgCo2e, count),
  });
  return { perDay, perYear: over(DAYS_PER_YEAR), horizon: over(horizonDays) };
}

export const usedFactor = ({ factor, scale }: Bounded<IdentifiedFactor>): UsedFactorDto => {
  const { id, group, evidence, imputation, flags } = factor;
  return {
    id,
    level: evidence.level,
    status: statusOf(evidence.level),
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
    flags: [...flags],
  };
};
