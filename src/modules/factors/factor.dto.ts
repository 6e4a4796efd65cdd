import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../common/fields/index.js';
import { pageOf } from '../../common/pagination/index.js';
import {
  BoundaryDto,
  DataQualityDto,
  FactorMeaningDto,
  ImputationDto,
  PublicationDto,
} from './factor-evidence.dto.js';
import { EnergyIntensityDto, IntervalDto, PerThousandDto, SampleSizeDto } from './factor-figures.dto.js';
import { ResolvedZoneDto } from '../grid/index.js';

/** Energy and CO2e of one functional unit of AI inference, derived from measured runs. */
@ObjectType('Factor')
export class FactorDto {
  /** The same in every installation: derived from what identifies the factor. */
  id: string;

  task: string;

  /** Id of the AI model; null for a factor of a task. */
  model: string | null;

  /** Slug of the dataset; null for a factor of a model or a task. */
  dataset: string | null;

  hardware: string;

  source: string;

  /** What the meter saw: gpu, node-components, system-wall or facility. Never averaged across. */
  scope: string;

  /** Functional unit that the factor is per. */
  unit: string;

  /**
   * Evidence: measured-cell (model and dataset known), measured-model (model known), parameters (size known),
   * task (task known) or published (a printed mean ± sd).
   */
  level: string;

  /** measured, modelled, imputed (from the size of the model) or published. */
  status: string;

  /** A meter saw the energies; false where they were modelled, whatever the level of evidence is named. */
  measured: boolean;

  /** Measured with models that were not fine-tuned for the task. */
  zeroShot: boolean;

  /** Form of the input where the source ran several, such as `640x480`. */
  inputVariant: string | null;

  /** Named subset of runs behind the factor; null where all were used. */
  cohort: string | null;

  energyMethod: string;

  /** Metering tool and version. */
  meter: string | null;

  /** Phase of the runs: query, or query-steady-state. */
  phase: string;

  weightPrecision: string | null;

  engine: string | null;

  parallelism: string | null;

  /** GPUs at work; null where nobody says, and where there is one at most. */
  @WholeNumber({ nullable: true }) gpusActive: number | null;

  scenario: string | null;

  /** Requests answered together; null where the source does not say. */
  batchSize: number | null;

  /** Size of the image or video, where one is produced. */
  outputShape: string | null;

  /** Output tokens per unit of the runs that were put together, such as `431-609`; null where of no account. */
  outputTokenRange: string | null;

  /** Mean output tokens per unit; null where unknown or not applicable. */
  outputTokensPerUnit: number | null;

  n: SampleSizeDto;

  /** First day of the runs, ISO 8601 as the source gives it; null where it does not. */
  measuredFrom: string | null;

  measuredTo: string | null;

  energyWhPerUnit: EnergyIntensityDto;

  /** Components of the spread that the runs cannot tell (run, dataset, model-dataset, model): why sigma is null. */
  spreadMissing: string[];

  /** What of the machine the energy is for. */
  boundary: BoundaryDto;

  /** What the emissions mean. */
  basis: FactorMeaningDto;

  /** Data quality for the zone and the present year. */
  quality: DataQualityDto;

  /** For status imputed: the regression behind it. */
  imputation: ImputationDto | null;

  /** For status published: where it is printed. */
  publication: PublicationDto | null;

  /** Location-based. */
  carbonIntensityGPerKwh: number;

  /** Power usage effectiveness that the emissions include; 1 leaves the facility's overhead out. */
  pue: number;

  /** Code of the grid zone of the emissions. */
  zone: string;

  /** How that zone was found. */
  resolvedZone: ResolvedZoneDto;

  /** Energy × PUE × carbon intensity, gCO2e (GWP100, location-based) per functional unit. */
  emissionsGCo2ePerUnit: IntervalDto;

  perThousand: PerThousandDto;

  /** Mean time per unit, s; null where no run was timed. */
  secondsPerUnit: number | null;

  /** Mean energy of loading the model, Wh at PUE 1; null where it was not metered. */
  coldStartEnergyWh: number | null;

  /** Label of the factor set; `latest` is derived live from the runs. */
  factorSet: string;

  /** Hash of its content; null for `latest`. */
  factorSetHash: string | null;

  /** Version of the data that the factor was derived from. */
  dataVersion: string;

  /** Version of the method, docs/method.md. */
  method: string;

  /**
   * Data-quality flags that any run behind the factor carries, and of its derivation: spread-truncated (a component
   * of the spread was estimated below 0) and two-models (one degree of freedom).
   */
  flags: string[];

  /** Flags whose runs were left out at the caller's wish; empty by default, for Table 2 of the study needs all runs. */
  excludedFlags: string[];
}

@ObjectType('FactorPage')
export class FactorPage extends pageOf(FactorDto) {}
