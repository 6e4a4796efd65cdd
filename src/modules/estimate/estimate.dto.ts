import { ObjectType } from '@nestjs/graphql';
import { BigCount, WholeNumber } from '../../common/fields/index.js';
import {
  BoundaryDto,
  DataQualityDto,
  EnergyIntensityDto,
  ImputationDto,
  IntervalDto,
} from '../factors/index.js';
import { ResolvedZoneDto } from '../grid/index.js';
import { ReferenceDto } from '../references/index.js';

/** Energy and emissions over some time. */
@ObjectType('EstimateTotal')
export class EstimateTotalDto {
  /** Inferences in that time. */
  inferences: number;

  /** At the facility's meter: with PUE. */
  energyKwh: IntervalDto;

  /** Operational, location-based, GWP100. */
  emissionsKgCo2e: IntervalDto;
}

/** The part of the variance of the emissions' logarithm that each input brings: what to measure next. */
@ObjectType('VarianceShares')
export class VarianceSharesDto {
  energyIntensity: number;

  pue: number;

  carbonIntensity: number;

  /** 0 unless the request asked for includeQuality. */
  dataQuality: number;
}

/** The factor that a workload was computed with. */
@ObjectType('UsedFactor')
export class UsedFactorDto {
  /** `GET /v1/factors/{id}/runs` leads to the measured runs. */
  id: string;

  level: string;

  /** measured, imputed or published. */
  status: string;

  source: string;

  hardware: string;

  scope: string;

  unit: string;

  zeroShot: boolean;

  inputVariant: string | null;

  batchSize: number | null;

  /** Within the boundary. */
  energyWhPerUnit: EnergyIntensityDto;

  boundary: BoundaryDto;

  /** For status imputed: the regression behind it. */
  imputation: ImputationDto | null;

  flags: string[];
}

/** The PUE that a workload was computed with. */
@ObjectType('UsedPue')
export class UsedPueDto {
  value: number;

  /** request, cloud-region, or default where none was known. */
  source: string;

  /** Year of a published figure. */
  @WholeNumber({ nullable: true }) year: number | null;

  /** Standard deviation of its logarithm. */
  sigma: number;
}

/** Something the reader of a figure must know. */
@ObjectType('EstimateWarning')
export class EstimateWarningDto {
  /** Stable code. */
  code: string;

  message: string;

  /** Index of the workload that it is about; null for the whole estimate. */
  @WholeNumber({ nullable: true }) workload: number | null;
}

/** One workload's part of the estimate. */
@ObjectType('WorkloadEstimate')
export class WorkloadEstimateDto {
  label: string | null;

  task: string;

  model: string | null;

  dataset: string | null;

  /** Level of evidence of the factor. */
  level: string;

  factor: UsedFactorDto;

  /** Size that was given, billions of parameters. */
  parametersB: number | null;

  /** Data quality of the factor for this zone and the present year. */
  quality: DataQualityDto;

  zone: ResolvedZoneDto;

  pue: UsedPueDto;

  perDay: EstimateTotalDto;

  perYear: EstimateTotalDto;

  horizon: EstimateTotalDto;

  /** Null where the spread of an input is not known. */
  varianceShares: VarianceSharesDto | null;
}

/** Energy and CO2e of a fleet, with an interval that does not shrink with volume. */
@ObjectType('Estimate')
export class EstimateDto {
  /** Derived from the input, the method, and the factor set or else the data: the same question to the same figures has the same id. */
  id: string;

  /** Whether a receipt was kept. */
  stored: boolean;

  name: string | null;

  /** Label of the factor set; `latest` is derived live from the runs. */
  factorSet: string;

  /** Hash of its content; null for `latest`. */
  factorSetHash: string | null;

  /** Version of the data that the factors were derived from. */
  dataVersion: string;

  /** Version of the method, docs/method.md. */
  method: string;

  boundary: string;

  /** Whether the intervals hold the data quality of the factors. */
  includesQuality: boolean;

  perDay: EstimateTotalDto;

  /** 365 days. */
  perYear: EstimateTotalDto;

  @BigCount() horizonDays: number;

  horizon: EstimateTotalDto;

  workloads: WorkloadEstimateDto[];

  /** Published figures of large services to hold text workloads against; never averaged in. */
  reference: ReferenceDto[];

  warnings: EstimateWarningDto[];
}
