import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';

/** A record of a source's file that was not taken in. */
@ObjectType('RejectedRecord')
export class RejectedRecordDto {
  /** 1-based line of the file. */
  @WholeNumber() line: number;

  /** Its id in the source; null where it could not be read. */
  record: string | null;

  /** UNREADABLE, INVALID, UNKNOWN_TASK or DUPLICATE_ID. */
  code: string;

  reason: string;
}

/** What became of a source's committed records at the last load. */
@ObjectType('SourceLoad')
export class SourceLoadDto {
  /** Below `data/`. */
  folder: string;

  @WholeNumber() records: number;

  @WholeNumber() accepted: number;

  /** Records that broke an invariant and were left out. */
  @WholeNumber() rejected: number;

  /** The first thousand of them, with reasons. */
  rejections: RejectedRecordDto[];
}

/** A score of the pedigree matrix, 1 (best) to 5, and what it rests on. */
@ObjectType('Judgement')
export class JudgementDto {
  @WholeNumber() score: number;

  reason: string;
}

/** How good the figures of a source are apart from the use that is made of them. */
@ObjectType('SourcePedigree')
export class SourcePedigreeDto {
  reliability: JudgementDto;

  completeness: JudgementDto;

  technology: JudgementDto;
}

/** Where measured runs come from. */
@ObjectType('Source')
export class SourceDto {
  slug: string;

  /** Version of the records that are served. */
  version: string;

  title: string;

  publisher: string;

  /** Year of publication. */
  @WholeNumber({ nullable: true }) year: number | null;

  url: string | null;

  licence: string;

  licenceUrl: string | null;

  /** The words to name the source by. */
  attribution: string;

  citation: string | null;

  /** What its meter saw; null where its runs differ. */
  scope: string | null;

  /** The grid zone where it measured; null where unknown. */
  zone: string | null;

  /** The named subset of runs behind its task factors; null where all runs are used. */
  taskCohort: string | null;

  taskCohortDescription: string | null;

  notes: string[];

  /** Null where nobody has judged it. */
  pedigree: SourcePedigreeDto | null;

  /** Null where its runs did not come from `data/`. */
  load: SourceLoadDto | null;

  /** Measured runs. */
  @WholeNumber() runs: number;
}

@ObjectType('SourcePage')
export class SourcePage extends pageOf(SourceDto) {}
