import { ObjectType } from '@nestjs/graphql';
import { JsonField, WholeNumber } from '../../../common/fields/index.js';

/** One finished repetition. Gross and idle are as metered; net is derived. */
@ObjectType('BenchmarkRepetition')
export class BenchmarkRepetitionDto {
  /** From 1. */
  @WholeNumber() index: number;

  @WholeNumber() inferences: number;

  durationS: number;

  /** Everything that was metered, Wh; null where nothing was. */
  grossEnergyWh: number | null;

  /** Power of the idle machine with the model loaded, W. */
  idlePowerW: number | null;

  /** Gross less idle, Wh. */
  netEnergyWh: number | null;

  /** The workload's share of the machine's busy processor time, 0 to 1. */
  exclusivity: number | null;

  /** What is odd about it. */
  flags: string[];

  /** The meter's whole reading: method, quality, components, resolution, gaps, warnings. */
  @JsonField('The meter’s whole reading: method, quality, components, resolution, gaps, warnings.', {
    nullable: false,
  })
  reading: object;

  /** Inferences, tokens and retries. */
  @JsonField('Inferences, tokens and retries.', { nullable: false })
  work: object;
}
