import { ObjectType } from '@nestjs/graphql';
import { BigCount, WholeNumber } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';

/** An AI model that was measured. */
@ObjectType('AiModel')
export class AiModelDto {
  /** Its name on the model hub, such as `facebook/bart-large-cnn`. */
  id: string;

  /** Number of parameters; null where the source does not say. */
  @BigCount({ nullable: true }) parameters: number | null;

  /** Parameters active per token, for mixtures of experts; null where unknown or not applicable. */
  @BigCount({ nullable: true }) activeParameters: number | null;

  /** Slugs of the tasks that it was measured on. */
  tasks: string[];

  /** Slugs of the tasks that it was measured on zero-shot. */
  zeroShotTasks: string[];

  /** Slugs of the datasets that it was measured with. */
  datasets: string[];

  /** Slugs of the sources that measured it. */
  sources: string[];

  /** Measured runs. */
  @WholeNumber() runs: number;
}

@ObjectType('AiModelPage')
export class AiModelPage extends pageOf(AiModelDto) {}
