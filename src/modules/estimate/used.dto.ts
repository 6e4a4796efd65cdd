import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../common/fields/index.js';
import { BoundaryDto, EnergyIntensityDto, ImputationDto } from '../factors/index.js';

/** The factor that a workload was computed with. */
@ObjectType('UsedFactor')
export class UsedFactorDto {
  /** `GET /v1/factors/{id}/runs` leads to the measured runs. */
  id: string;

  level: string;

  /** measured, modelled, imputed or published. */
  status: string;

  source: string;

  hardware: string;

  scope: string;

  unit: string;

  zeroShot: boolean;

  inputVariant: string | null;

  batchSize: number | null;

  /** Within the boundary. */
  energyWhPerUnit: EnergyIntensityDto;

  boundary: BoundaryDto;

  /** For status imputed: the regression behind it. */
  imputation: ImputationDto | null;

  /** Mean time per unit, s; null where no run was timed. */
  secondsPerUnit: number | null;

  flags: string[];
}

/** The PUE that a workload was computed with. */
@ObjectType('UsedPue')
export class UsedPueDto {
  value: number;

  /** request, cloud-region, provider, or default where none was known. */
  source: string;

  /** Year of a published figure. */
  @WholeNumber({ nullable: true }) year: number | null;

  /** Standard deviation of its logarithm. */
  sigma: number;
}

/** The water use that a workload was computed with. */
@ObjectType('UsedWue')
export class UsedWueDto {
  /** Of the facility, litres per kWh of IT energy. */
  siteLPerKwh: number;

  /** request, cloud-region or provider. */
  source: string;

  /** Year of a published figure. */
  @WholeNumber({ nullable: true }) year: number | null;

  /** Of making the electricity, litres per kWh; null where it is not given and left out. */
  gridLPerKwh: number | null;
}

/** One multiplier from the measurement to production. */
@ObjectType('UsedProduction')
export class UsedProductionDto {
  /** Id of the scenario; null for a k of the request. */
  scenario: string | null;

  kind: string | null;

  k: number;

  low: number | null;

  high: number | null;

  /** Standard deviation of the logarithm; null where no range is published. */
  sigma: number | null;

  source: string;

  @WholeNumber({ nullable: true }) year: number | null;

  confidence: string | null;
}

/** The hardware whose making was counted. */
@ObjectType('UsedEmbodied')
export class UsedEmbodiedDto {
  /** Id of the item; null for a figure of the request. */
  item: string | null;

  /** For all pieces together. */
  kgCo2e: number;

  lifetimeYears: number;

  utilisation: number;

  secondsPerUnit: number;

  /** Standard deviation of the logarithm of kgCo2e. */
  sigma: number;

  source: string;
}
