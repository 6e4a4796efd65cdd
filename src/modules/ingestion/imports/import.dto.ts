import { ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { BigCount, WholeNumber } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';
import { FactorChangeDto } from '../../factors/index.js';

/** A record of a file that was not accepted, or a row that another one replaced. */
@ObjectType('ImportRejection')
export class ImportRejectionDto {
  /** Of the file from 1, headers left out; 0 is the file itself. */
  @WholeNumber() row: number;

  code: string;

  /** Null where the record as a whole is refused. */
  field: string | null;

  /** What is wrong and the way out. */
  message: string;

  /** Entry of the quarantine that keeps the record, to be corrected; null where there is nothing to correct. */
  quarantineId: string | null;
}

@ObjectType('ImportRejectionPage')
export class ImportRejectionPage extends pageOf(ImportRejectionDto) {}

/** Why an import failed as a whole. */
@ObjectType('ImportProblem')
export class ImportProblemDto {
  code: string;

  detail: string;
}

/** A file that was brought, how far it came, and what became of its records. */
@ObjectType('Import')
export class ImportDto {
  id: string;

  /** ISO 8601. */
  createdAt: string;

  finishedAt: string | null;

  /**
   * running; done; failed, where the file could not be read to its end; interrupted, where the client or the service
   * went away. What was accepted before stays, and bringing the file again counts nothing twice.
   */
  @ApiProperty({ enum: ['running', 'done', 'failed', 'interrupted'] })
  state: string;

  fileName: string | null;

  /** Null until it is recognised. */
  format: string | null;

  /** Nothing was stored. */
  dryRun: boolean;

  /** Of the file read so far, decompressed. */
  @BigCount() bytes: number;

  /** Records of the file so far. */
  @WholeNumber() rows: number;

  @WholeNumber() accepted: number;

  /** Records that were there already. */
  @WholeNumber() duplicates: number;

  /** Records that went to the quarantine. */
  @WholeNumber() quarantined: number;

  /** How many entries /v1/imports/{id}/rejected has. */
  @WholeNumber() rejectedTotal: number;

  /** The first 100 of them. */
  rejected: ImportRejectionDto[];

  problem: ImportProblemDto | null;

  /** The live factors that the import moved; at the end of the import. Drafts move none. */
  changedFactors: FactorChangeDto[];
}

@ObjectType('ImportPage')
export class ImportPage extends pageOf(ImportDto) {}
