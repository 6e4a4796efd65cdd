import { Field, Int, ObjectType } from '@nestjs/graphql';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { BigCount, WholeNumber } from '../../common/fields/index.js';
import { ReferenceDto } from '../references/index.js';
import { EstimateTotalDto } from './total.dto.js';
import { VarianceSharesDto, WorkloadEstimateDto } from './workload.dto.js';

/** Something the reader of a figure must know. */
@ObjectType('EstimateWarning')
export class EstimateWarningDto {
  /** Stable code. */
  code: string;

  message: string;

  /** Index of the first workload that it is about; null for the whole estimate. */
  @WholeNumber({ nullable: true }) workload: number | null;

  /** Indexes of all workloads that it is about; empty for the whole estimate. Estimates stored earlier have none. */
  @Field(() => [Int], { nullable: true })
  @ApiPropertyOptional({ type: 'integer', isArray: true })
  workloads?: number[];
}

/** The part of one input in the spread of the total emissions: what to measure next. */
@ObjectType('InputVariance')
export class InputVarianceDto {
  /** The input, such as `grid:SWE` or `factor:` with the id of a factor. */
  input: string;

  /** energyIntensity, production, pue, carbonIntensity, dataQuality or other. */
  kind: string;

  /** Of the variance of the total's logarithm, 0 to 1. */
  share: number;

  /** Indexes of the workloads that draw on it. */
  workloads: number[];
}

/** The estimate in everyday things; from energy or from emissions, each with its source. */
@ObjectType('Equivalence')
export class EquivalenceDto {
  /** Id in `GET /v1/equivalences`. */
  id: string;

  name: string;

  /** energy or emissions: which figure it is computed from. */
  quantity: string;

  /** kWh or kgCO2e for one. */
  perOne: number;

  unit: string;

  source: string;

  vintage: string;

  secondHand: boolean;

  perDay: number;

  perYear: number;

  horizon: number;
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

  /** What the energy covers: as-measured, one-gpu-share, production, or mixed where workloads differ. */
  boundary: string;

  /** Whether the intervals hold the data quality of the factors. */
  includesQuality: boolean;

  /** Of electricityCost; null where no price is given. */
  currency: string | null;

  /** The mean day of the horizon. */
  perDay: EstimateTotalDto;

  /** 365 mean days. */
  perYear: EstimateTotalDto;

  @BigCount() horizonDays: number;

  horizon: EstimateTotalDto;

  workloads: WorkloadEstimateDto[];

  /** Of the total's emissions; null where the spread of an input is not known. */
  varianceShares: VarianceSharesDto | null;

  /** Of the total's emissions, largest first, at most 20: what to measure next. Empty where a spread is not known. */
  varianceByInput: InputVarianceDto[];

  /** From the means. */
  equivalences: EquivalenceDto[];

  /** Published figures of large services to hold text workloads against; never averaged in. */
  reference: ReferenceDto[];

  warnings: EstimateWarningDto[];
}
