import { ArgsType, InputType } from '@nestjs/graphql';
import { IsDefined, IsString, Length } from 'class-validator';
import { CHANGES } from '../../../core/factor-set/index.js';
import { ChoiceField, TextField } from '../../../common/fields/index.js';
import { PageQuery } from '../../../common/pagination/index.js';
import { TABLES } from './tables/index.js';

/** What to publish the factors and the grid of now as. */
@InputType()
export class FactorSetInput {
  /** Label of the set, such as `2026.11`: letters, digits, `.`, `_` and `-`; each can be used once. */
  @IsDefined()
  @IsString()
  @Length(1, 64)
  version: string;

  /** What readers of the set should know. */
  @TextField(2_000) notes?: string;
}

@ArgsType()
export class FactorSetDiffQuery extends PageQuery {
  /** Label, `sha256:…` or `latest`. */
  @IsDefined()
  @IsString()
  @Length(1, 100)
  from: string;

  /** Label, `sha256:…` or `latest`. Default: `latest`. */
  @TextField(100) to?: string;

  /** Only one table. */
  @ChoiceField(TABLES) table?: string;

  /** Only what moved, was added, or was removed. */
  @ChoiceField(CHANGES) change?: string;
}

export const EXPORT_FORMATS = ['csv', 'json', 'parquet'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export class FactorSetExportQuery {
  /** csv (RFC 4180), json (one array) or parquet. Default: csv. */
  @ChoiceField(EXPORT_FORMATS) format?: string;

  /** factors, grid, cloud-regions or providers. Default: factors. */
  @ChoiceField(TABLES) table?: string;
}
