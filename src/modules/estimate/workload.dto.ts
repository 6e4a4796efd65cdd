import { ObjectType } from '@nestjs/graphql';
import { DataQualityDto, IntervalDto } from '../factors/index.js';
import { ResolvedZoneDto } from '../grid/index.js';
import { EstimateTotalDto } from './total.dto.js';
import { UsedEmbodiedDto, UsedFactorDto, UsedProductionDto, UsedPueDto, UsedWueDto } from './used.dto.js';

/** The part of the variance of the emissions' logarithm that each kind of input brings. */
@ObjectType('VarianceShares')
export class VarianceSharesDto {
  energyIntensity: number;

  production: number;

  pue: number;

  carbonIntensity: number;

  /** 0 unless the request asked for includeQuality. */
  dataQuality: number;
}

/** One AI model in one place: all of a workload, or its share of a mix. */
@ObjectType('WorkloadPart')
export class WorkloadPartDto {
  /** Of the workload's volume. */
  share: number;

  model: string | null;

  dataset: string | null;

  /** Level of evidence of the factor. */
  level: string;

  /** as-measured, one-gpu-share, or production where a k or a scenario is applied. */
  boundary: string;

  factor: UsedFactorDto;

  /** Data quality of the factor for this zone and the present year. */
  quality: DataQualityDto;

  zone: ResolvedZoneDto;

  pue: UsedPueDto;

  /** Null where the water use of the facility is not known. */
  wue: UsedWueDto | null;

  production: UsedProductionDto[];

  /** Null where it was not asked for, or the time per unit is not known. */
  embodied: UsedEmbodiedDto | null;

  /** The grid that the source's own grams were computed with; null where it names none. */
  measuredZone: ResolvedZoneDto | null;

  energyKwhPerDay: IntervalDto;

  emissionsKgCo2ePerDay: IntervalDto;
}

/** How a workload's volume changes over the horizon. */
@ObjectType('UsedProfile')
export class UsedProfileDto {
  /** Monday to Sunday against their mean; null where all days are alike. */
  weekly: number[] | null;

  /** Compound. */
  growthPerYear: number;

  /** The mean day of the horizon, which all figures per day and per year are for, over the volume given. */
  meanDay: number;
}

/** One workload's part of the estimate. */
@ObjectType('WorkloadEstimate')
export class WorkloadEstimateDto {
  label: string | null;

  task: string;

  /** Null for a task, and in a mix of models: see parts. */
  model: string | null;

  dataset: string | null;

  /** What the energy covers: as-measured, one-gpu-share, production, or mixed where parts differ. */
  boundary: string;

  /** Level of evidence of the factor; null in a mix, as are factor, quality, zone and pue: see parts. */
  level: string | null;

  factor: UsedFactorDto | null;

  /** Size that was given, billions of parameters. */
  parametersB: number | null;

  /** Data quality of the factor for this zone and the present year. */
  quality: DataQualityDto | null;

  zone: ResolvedZoneDto | null;

  pue: UsedPueDto | null;

  /** Every AI model in every place; one where the workload is no mix. */
  parts: WorkloadPartDto[];

  /** Null where every day is alike. */
  profile: UsedProfileDto | null;

  perDay: EstimateTotalDto;

  perYear: EstimateTotalDto;

  horizon: EstimateTotalDto;

  /** Null where the spread of an input is not known. */
  varianceShares: VarianceSharesDto | null;
}
