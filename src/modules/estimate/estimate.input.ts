import { InputType } from '@nestjs/graphql';
import { Matches } from 'class-validator';
import { BOUNDARIES } from '../../core/factor/index.js';
import {
  ChoiceField,
  CountField,
  FlagField,
  ListField,
  NumberField,
  TextField,
} from '../../common/fields/index.js';
import { WorkloadInput } from './workload.input.js';

export { MAX_PER_DAY, WorkloadInput } from './workload.input.js';

export const MAX_WORKLOADS = 1_000;

/** A fleet of workloads. */
@InputType()
export class EstimateInput {
  /** Your name for the estimate; echoed. */
  @TextField(200) name?: string;

  /**
   * What the energy covers: `as-measured` is what the meter of the source saw; `one-gpu-share`, of the study only,
   * is an estimate for one active GPU and its share of the rest of the node.
   */
  @ChoiceField(BOUNDARIES) boundary?: string;

  /** Widen the intervals by the data quality of the factors (pedigree); means stay as they are. Default: false. */
  @FlagField() includeQuality?: boolean;

  /** Label or `sha256:…` of a published factor set; `latest`, the default, is derived live. */
  @TextField(100) factorSet?: string;

  /** Length of `horizon` in days; 365 if not given. */
  @CountField({ min: 1, max: 36_500 }) horizonDays?: number;

  /** Keep the answer as a receipt that `GET /v1/estimates/{id}` reads back unchanged. */
  @FlagField() store?: boolean;

  /** Price of electricity at the facility's meter; needs currency. */
  @NumberField({ min: 0, max: 1e6 }) electricityPricePerKwh?: number;

  /** Currency of all prices: three letters of ISO 4217, such as `EUR`. */
  @Matches(/^[A-Z]{3}$/, { message: 'currency must be three capital letters, such as EUR' })
  @TextField(3)
  currency?: string;

  /** 1 to 1,000 workloads. */
  @ListField(() => WorkloadInput, { min: 1, max: MAX_WORKLOADS }) workloads: WorkloadInput[];
}
