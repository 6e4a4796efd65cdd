import { InputType } from '@nestjs/graphql';
import {
  ChoiceField,
  CountField,
  FlagField,
  ListField,
  NumberField,
  RequiredTextField,
  TextField,
} from '../../common/fields/index.js';
import { EVIDENCE_LEVELS } from '../../core/evidence/index.js';
import { BOUNDARIES } from '../../core/factor/index.js';
import { PARAMETERS_B_RANGE, PUE_RANGE } from '../factors/index.js';

/** Largest volume a day: a quadrillion, which a double holds exactly. */
export const MAX_PER_DAY = 1e15;
export const MAX_WORKLOADS = 1_000;

/** One kind of inference in a fleet: what is run, how often, and where. */
@InputType()
export class WorkloadInput {
  /** Your name for it; echoed. */
  @TextField(200) label?: string;

  /** Slug, name or alias of the task. */
  @RequiredTextField() task: string;

  /** Id of the AI model; without it the estimate is for a further model of the task, at level `task`. */
  @TextField() model?: string;

  /** Size of the AI model in billions of parameters: used where the model is not given or was not measured on the task. */
  @NumberField(PARAMETERS_B_RANGE) parametersB?: number;

  /** Level of evidence to use instead of the best that there is. */
  @ChoiceField(EVIDENCE_LEVELS) level?: string;

  /** Slug of the dataset that is most like the inputs. */
  @TextField() dataset?: string;

  /** Slug of the hardware. */
  @TextField() hardware?: string;

  /** Slug of the source of the measurement. */
  @TextField() source?: string;

  /** Use runs of models that were not fine-tuned for the task. */
  @FlagField() zeroShot?: boolean;

  /** Form of the input, such as `640x480`. */
  @TextField(100) inputVariant?: string;

  /** Users a day; goes with inferencesPerUserPerDay. */
  @CountField({ min: 1, max: MAX_PER_DAY }) users?: number;

  /** Inferences of one user a day; may be a fraction. */
  @NumberField({ min: 1e-9, max: 1e9 }) inferencesPerUserPerDay?: number;

  /** Inferences a day, instead of users × inferencesPerUserPerDay. */
  @NumberField({ min: 1e-6, max: MAX_PER_DAY }) inferencesPerDay?: number;

  /** Grid zone: alpha-3, alpha-2, name or `US-EGRID-…`. */
  @TextField(100) zone?: string;

  /** Cloud region such as `aws/us-west-2`; gives the zone and, where its operator publishes it, the PUE. */
  @TextField(100) cloudRegion?: string;

  /** Power usage effectiveness of the facility, 1 to 5; 1 leaves its overhead out. */
  @NumberField(PUE_RANGE) pue?: number;
}

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

  /** 1 to 1,000 workloads. */
  @ListField(() => WorkloadInput, { min: 1, max: MAX_WORKLOADS }) workloads: WorkloadInput[];
}
