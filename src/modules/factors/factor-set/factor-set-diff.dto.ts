import { Field, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { WholeNumber } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';
import { CHANGES } from '../../../core/factor-set/index.js';
import type { ChangeKind } from '../../../core/factor-set/index.js';

/** One side of a comparison. */
@ObjectType('ComparedFactorSet')
export class ComparedFactorSetDto {
  /** Label, or `latest`. */
  factorSet: string;

  /** Null for `latest`. */
  factorSetHash: string | null;

  dataVersion: string;

  method: string;
}

/** Rows of one table by what became of them. */
@ObjectType('FactorSetTableSummary')
export class TableSummaryDto {
  /** factors, grid, cloud-regions or providers. */
  table: string;

  @WholeNumber() moved: number;

  @WholeNumber() added: number;

  @WholeNumber() removed: number;

  @WholeNumber() unchanged: number;
}

/** What a factor is of. */
@ObjectType('FactorSubject')
export class FactorSubjectDto {
  task: string;

  model: string | null;

  dataset: string | null;

  level: string;

  source: string;

  hardware: string;

  scope: string;

  unit: string;
}

/** A row's figures in one of the two sets; null where the table has no such figure or it is unknown. */
@ObjectType('FactorSetFigures')
export class FiguresDto {
  /** Mean, of a factor. */
  energyWhPerUnit: number | null;

  /** Of a grid zone. */
  carbonIntensityGPerKwh: number | null;

  /** Of a cloud region or a provider. */
  pue: number | null;

  /** Standard deviation of the figure's natural logarithm. */
  sigma: number | null;

  /** Runs behind a factor. */
  @WholeNumber({ nullable: true }) runs: number | null;
}

/** One row that the two sets do not have alike. */
@ObjectType('FactorSetChange')
export class FactorSetChangeDto {
  /** factors, grid, cloud-regions or providers. */
  table: string;

  /** moved, added or removed. */
  @Field(() => String)
  @ApiProperty({ enum: CHANGES })
  change: ChangeKind;

  /** Id of the factor, `zone@vintage`, `provider/region`, or `provider@year`. */
  key: string;

  /** Null where the row is no factor. */
  factor: FactorSubjectDto | null;

  /** Null where it was added. */
  from: FiguresDto | null;

  /** Null where it was removed. */
  to: FiguresDto | null;

  /** (to − from) / from of the figure; 0 where only its spread or other members moved; null where it was added or removed. */
  relativeChange: number | null;

  /** Names of what differs, such as `energyWhPerUnit.sigma`. */
  fields: string[];
}

/** What moved between two sets, largest change first; then what was added; then what was removed. */
@ObjectType('FactorSetDiff')
export class FactorSetDiffDto extends pageOf(FactorSetChangeDto) {
  from: ComparedFactorSetDto;

  to: ComparedFactorSetDto;

  /** Whether both sides hold the same content; null where one is `latest`, which has no hash. */
  sameContent: boolean | null;

  /** What became of each table, whatever the filters of the list. */
  summary: TableSummaryDto[];
}
