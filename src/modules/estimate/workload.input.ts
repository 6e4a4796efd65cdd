import { InputType } from '@nestjs/graphql';
import {
  ChoiceField,
  CountField,
  FlagField,
  NumberField,
  OptionalListField,
  OptionalObjectField,
  RequiredTextField,
  TextField,
} from '../../common/fields/index.js';
import { EVIDENCE_LEVELS } from '../../core/evidence/index.js';
import { BOUNDARIES } from '../../core/factor/index.js';
import { PARAMETERS_B_RANGE, PUE_RANGE } from '../factors/index.js';
import { EmbodiedInput, MarketBasedInput, ProductionInput, ProfileInput } from './options.input.js';
import { MAX_MIX, ModelShareInput, RegionShareInput } from './mix.input.js';

/** Largest volume a day: a quadrillion, which a double holds exactly. */
export const MAX_PER_DAY = 1e15;

const VOLUME = { min: 1e-6, max: MAX_PER_DAY };

/** One kind of inference in a fleet: what is run, how often, and where. */
@InputType()
export class WorkloadInput {
  /** Your name for it; echoed. */
  @TextField(200) label?: string;

  /** Slug, name or alias of the task. */
  @RequiredTextField() task: string;

  /** Id of the AI model; without it the estimate is for a further model of the task, at level `task`. */
  @TextField() model?: string;

  /** A mix of AI models instead of one; the shares sum to 1. */
  @OptionalListField(() => ModelShareInput, { min: 1, max: MAX_MIX }) models?: ModelShareInput[];

  /** Size of the AI model in billions of parameters: used where the model is not given or was not measured on the task. */
  @NumberField(PARAMETERS_B_RANGE) parametersB?: number;

  /** Level of evidence to use instead of the best that there is. */
  @ChoiceField(EVIDENCE_LEVELS) level?: string;

  /** What the energy covers, where it is not that of the estimate. */
  @ChoiceField(BOUNDARIES) boundary?: string;

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
  @NumberField(VOLUME) inferencesPerDay?: number;

  /** Output tokens a day, instead: selects factors per output token, and only those. */
  @NumberField(VOLUME) outputTokensPerDay?: number;

  /** Images a day, instead: selects factors per image, and only those. */
  @NumberField(VOLUME) imagesPerDay?: number;

  /** Seconds of audio a day, instead: selects factors per second of audio, and only those. */
  @NumberField(VOLUME) audioSecondsPerDay?: number;

  /** How the volume changes over the horizon; without it every day is alike. */
  @OptionalObjectField(() => ProfileInput) profile?: ProfileInput;

  /** Grid zone: alpha-3, alpha-2, name or `US-EGRID-…`. */
  @TextField(100) zone?: string;

  /** Cloud region such as `aws/us-west-2`; gives the zone and, where its operator publishes them, PUE and WUE. */
  @TextField(100) cloudRegion?: string;

  /** A mix of zones or cloud regions instead of one; the shares sum to 1. */
  @OptionalListField(() => RegionShareInput, { min: 1, max: MAX_MIX }) regions?: RegionShareInput[];

  /** Power usage effectiveness of the facility, 1 to 5; 1 leaves its overhead out. */
  @NumberField(PUE_RANGE) pue?: number;

  /** Operator such as `AWS`, whose published fleet averages of PUE and WUE are used where nothing better is known. */
  @TextField(100) provider?: string;

  /** Water usage effectiveness of the facility, litres per kWh of IT energy. */
  @NumberField({ min: 0, max: 100 }) wueSiteLPerKwh?: number;

  /** Water that making the electricity takes, litres per kWh; without it only the facility's water is counted. */
  @NumberField({ min: 0, max: 1_000 }) wueGridLPerKwh?: number;

  /** `production` says that the workload is a service; a warning then names measured factors of services. */
  @ChoiceField(['production', 'experiment']) use?: string;

  /** How production differs from the measurement; nothing is applied without it. */
  @OptionalObjectField(() => ProductionInput) production?: ProductionInput;

  /** The hardware to count the making of; nothing is counted without it. */
  @OptionalObjectField(() => EmbodiedInput) embodied?: EmbodiedInput;

  /** Electricity under contract, for market-based emissions beside the location-based ones. */
  @OptionalObjectField(() => MarketBasedInput) marketBased?: MarketBasedInput;

  /** Price of electricity at the facility's meter, in `currency` of the estimate; before that of the estimate. */
  @NumberField({ min: 0, max: 1e6 }) electricityPricePerKwh?: number;
}
