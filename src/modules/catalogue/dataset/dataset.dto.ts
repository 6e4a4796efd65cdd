import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';

/** A dataset whose items were the inputs of measured inferences. */
@ObjectType('Dataset')
export class DatasetDto {
  slug: string;

  name: string;

  description: string | null;

  /** text, image, audio or video. */
  modality: string[];

  /** Its id on the Hugging Face hub, where it is there. */
  hubId: string | null;

  url: string | null;

  /** Slugs of the tasks that it was used for. */
  tasks: string[];

  /** Measured runs. */
  @WholeNumber() runs: number;
}

@ObjectType('DatasetPage')
export class DatasetPage extends pageOf(DatasetDto) {}
