import { ApiProperty } from '@nestjs/swagger';
import { BigCount } from '../../../common/fields/index.js';
import { IntervalDto } from '../../factors/index.js';

/** The total of some rows; rows with an error are counted and left out. */
export class BulkTotalDto {
  @BigCount() rows: number;

  /** Rows with an error. */
  @BigCount() failed: number;

  inferences: number;

  energyKwh: IntervalDto;

  /** Operational, location-based, GWP100. */
  emissionsKgCo2e: IntervalDto;
}

/** The total of the rows with one value in the column asked for. */
export class BulkGroupDto extends BulkTotalDto {
  /** Null where the cell is empty or missing. */
  @ApiProperty({ type: String, nullable: true }) value: string | null;
}

/** What is wrong with one row. */
export class BulkRowErrorDto {
  /** From 1, the header not counted. */
  @BigCount() row: number;

  field: string;

  code: string;

  message: string;
}

/** Totals of a file of usage. */
export class BulkSummaryDto {
  factorSet: string | null;

  /** Column that the groups are by. */
  summaryBy: string;

  total: BulkTotalDto;

  /** In the order of their values. */
  groups: BulkGroupDto[];

  /** The first 1,000, in the order of the file. */
  errors: BulkRowErrorDto[];
}
