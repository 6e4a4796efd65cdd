import { Field, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { JsonScalar } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';
import { EstimateDto } from '../estimate.dto.js';

/** One stored estimate in a list. */
@ObjectType('ReceiptSummary')
export class ReceiptSummaryDto {
  id: string;

  name: string | null;

  /** SHA-256 of the input, however its fields were ordered. */
  inputHash: string;

  factorSet: string;

  dataVersion: string;

  methodVersion: string;

  /** ISO 8601, UTC. */
  createdAt: string;

  /** Mean of a day. */
  energyKwhPerDay: number;

  /** Mean of a day, operational, location-based. */
  emissionsKgCo2ePerDay: number;
}

@ObjectType('ReceiptPage')
export class ReceiptPage extends pageOf(ReceiptSummaryDto) {}

/** A stored estimate with what was asked and what it was computed from. */
@ObjectType('Receipt')
export class ReceiptDto {
  id: string;

  /** The request. */
  @Field(() => JsonScalar)
  @ApiProperty({ type: 'object', additionalProperties: true })
  input: object;

  /** SHA-256 of the input, however its fields were ordered. */
  inputHash: string;

  factorSet: string;

  dataVersion: string;

  methodVersion: string;

  /** ISO 8601, UTC. */
  createdAt: string;

  /** The answer, unchanged. */
  result: EstimateDto;
}

/** A stored estimate as a file. */
@ObjectType('ExportedReceipt')
export class ExportedReceiptDto {
  contentType: string;

  body: string;
}

/** A figure before and after. */
@ObjectType('FigureChange')
export class FigureChangeDto {
  before: number;

  after: number;

  /** After over before. */
  ratio: number;
}

/** Why a workload's figures moved. */
@ObjectType('ChangeReason')
export class ChangeReasonDto {
  /**
   * FACTOR_MOVED (the same factor, derived from other runs), FACTOR_REPLACED, GRID_MOVED, PUE_MOVED, PRODUCTION_MOVED
   * or METHOD_CHANGED.
   */
  code: string;

  /** Index of the part of the workload; null where it is about the whole. */
  part: number | null;

  message: string;

  /** The input before and after; null where it is no number. */
  before: number | null;

  after: number | null;
}

/** How one workload moved, per day. */
@ObjectType('WorkloadChange')
export class WorkloadChangeDto {
  /** Index of the workload. */
  workload: number;

  label: string | null;

  energyKwh: FigureChangeDto;

  emissionsKgCo2e: FigureChangeDto;

  /** Empty where nothing moved. */
  reasons: ChangeReasonDto[];
}

/** A stored estimate beside the same question asked now. */
@ObjectType('Rerun')
export class RerunDto {
  before: EstimateDto;

  after: EstimateDto;

  /** Means and intervals are the same. */
  unchanged: boolean;

  energyKwh: FigureChangeDto;

  emissionsKgCo2e: FigureChangeDto;

  changes: WorkloadChangeDto[];
}
