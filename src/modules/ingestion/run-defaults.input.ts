import { ArgsType } from '@nestjs/graphql';
import { Matches } from 'class-validator';
import {
  ChoiceField,
  CountParameter,
  FlagParameter,
  NumberParameter,
  TextField,
} from '../../common/fields/index.js';
import { FUNCTIONAL_UNITS, LIMITS } from '../../core/run/index.js';

/** Counted here, where a run may also measure them out. */
const WHOLE = { min: 1, max: LIMITS.unitCount.max };

/** What a tool's file does not say of its runs. What the file says wins, but for `energyMethod` and `measured`. */
@ArgsType()
export class RunDefaultsInput {
  /** Slug of the source: whose measurements these are. A new one is made; `uploads` if not given. */
  @Matches(/^[a-z0-9][a-z0-9.-]*$/, {
    message: 'source must be a slug: lower-case letters, digits, dots, dashes',
  })
  @TextField(100)
  source?: string;

  /** Version of the source's data; `1` if not given. */
  @TextField(100) sourceVersion?: string;

  @TextField(200) licence?: string;

  /** Slug, name or alias of the task. */
  @TextField() task?: string;

  /** Slug of the dataset that was the input. */
  @TextField() dataset?: string;

  /** Id of the AI model, such as `facebook/bart-large-cnn`. */
  @TextField() model?: string;

  /** CodeCarbon: the project is named after the model. */
  @FlagParameter() modelFromProject?: boolean;

  /** The model was not fine-tuned for the task; false if not given. */
  @FlagParameter() zeroShot?: boolean;

  @TextField(100) inputVariant?: string;

  @TextField(100) cohort?: string;

  @CountParameter(LIMITS.parameters) parameters?: number;

  @TextField(50) weightPrecision?: string;

  @TextField() engine?: string;

  /** Units of work behind the energy of each record. */
  @CountParameter(WHOLE) inferences?: number;

  /** What `inferences` counts; inference if not given. */
  @ChoiceField(FUNCTIONAL_UNITS) unit?: (typeof FUNCTIONAL_UNITS)[number];

  @TextField() gpuModel?: string;

  /** 0 for a machine without GPUs. */
  @CountParameter(LIMITS.gpuCount) gpuCount?: number;

  @CountParameter(LIMITS.gpusActive) gpusActive?: number;

  @CountParameter(LIMITS.nodes) nodes?: number;

  @TextField() cpuModel?: string;

  @NumberParameter(LIMITS.ramGb) ramGb?: number;

  @TextField(100) parallelism?: string;

  /** ISO 3166-1 alpha-3. */
  @TextField(3) country?: string;

  @TextField(100) region?: string;

  @CountParameter(WHOLE) batchSize?: number;

  @NumberParameter(LIMITS.outputTokensPerUnit) outputTokensPerUnit?: number;

  @TextField(100) scenario?: string;

  /** How the energy was metered, such as `nvml+rapl+ram-model`. */
  @TextField(100) energyMethod?: string;

  /** False for energies that were modelled. */
  @FlagParameter() measured?: boolean;

  /** CodeCarbon: the PUE that the tool was told, for its task files, which do not log it. */
  @NumberParameter({ min: 1, max: 5 }) pue?: number;

  /** CodeCarbon: the task that answers queries, where its name does not say so. */
  @TextField() queryTask?: string;

  /** CodeCarbon: the task that loads the model. */
  @TextField() loadTask?: string;
}
