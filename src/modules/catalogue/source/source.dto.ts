import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';

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

  /** Measured runs. */
  @WholeNumber() runs: number;
}

@ObjectType('SourcePage')
export class SourcePage extends pageOf(SourceDto) {}
