import { InputType } from '@nestjs/graphql';
import {
  FlagField,
  NumberField,
  RequiredNumberField,
  RequiredTextField,
  TextField,
} from '../../common/fields/index.js';
import { PARAMETERS_B_RANGE, PUE_RANGE } from '../factors/index.js';

/** Entries of one mix. */
export const MAX_MIX = 100;

const SHARE = { min: 1e-9, max: 1 };

/** One AI model of a mix. What it leaves out is taken from the workload. */
@InputType()
export class ModelShareInput {
  /** Id of the AI model. */
  @RequiredTextField() model: string;

  /** Part of the workload's volume, above 0 to 1. */
  @RequiredNumberField(SHARE) share: number;

  /** Its size in billions of parameters: used where the model was not measured on the task. */
  @NumberField(PARAMETERS_B_RANGE) parametersB?: number;

  /** Slug of the dataset that is most like its inputs. */
  @TextField() dataset?: string;

  /** Slug of the hardware. */
  @TextField() hardware?: string;

  /** Slug of the source of the measurement. */
  @TextField() source?: string;

  /** Use runs of the model without fine-tuning for the task. */
  @FlagField() zeroShot?: boolean;
}

/** One place of a mix. What it leaves out is taken from the workload, except zone and cloudRegion. */
@InputType()
export class RegionShareInput {
  /** Grid zone: alpha-3, alpha-2, name or `US-EGRID-…`. */
  @TextField(100) zone?: string;

  /** Cloud region such as `aws/us-west-2`, instead of zone. */
  @TextField(100) cloudRegion?: string;

  /** Part of the workload's volume, above 0 to 1. */
  @RequiredNumberField(SHARE) share: number;

  /** Power usage effectiveness of the facility there. */
  @NumberField(PUE_RANGE) pue?: number;

  /** Operator there, such as `AWS`. */
  @TextField(100) provider?: string;

  /** Water usage effectiveness of the facility there, litres per kWh of IT energy. */
  @NumberField({ min: 0, max: 100 }) wueSiteLPerKwh?: number;

  /** Water that making the electricity takes there, litres per kWh. */
  @NumberField({ min: 0, max: 1_000 }) wueGridLPerKwh?: number;
}
