import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';

/** What it takes to make a piece of hardware. */
@ObjectType('EmbodiedItem')
export class EmbodiedItemDto {
  id: string;

  item: string;

  /** gpu, gpu-baseboard or server-without-gpus. */
  part: string;

  /** kgCO2e for one. */
  kgCo2e: number;

  /** What the figure counts. Items of different boundaries do not add up. */
  boundary: string;

  /** As the source pairs it with the figure; null where it does not. */
  lifetimeYears: number | null;

  @WholeNumber({ nullable: true }) year: number | null;

  source: string;

  /** Read where others quote it, not at the source itself. */
  secondHand: boolean;

  note: string | null;
}

@ObjectType('EmbodiedItemPage')
export class EmbodiedItemPage extends pageOf(EmbodiedItemDto) {}

/** An everyday thing and what one of it takes. */
@ObjectType('EquivalenceFactor')
export class EquivalenceFactorDto {
  id: string;

  name: string;

  /** `energy`: one takes kWh. `emissions`: one causes kgCO2e. Never one by way of the other. */
  quantity: string;

  /** kWh or kgCO2e for one. */
  perOne: number;

  /** Unit of perOne. */
  unit: string;

  /** current; study: as the study used it; superseded; not-used. */
  status: string;

  basis: string;

  vintage: string;

  source: string;

  secondHand: boolean;

  note: string | null;
}

@ObjectType('EquivalenceFactorPage')
export class EquivalenceFactorPage extends pageOf(EquivalenceFactorDto) {}

/** By what factor energy per unit changes from a measurement to a service. */
@ObjectType('ProductionScenario')
export class ProductionScenarioDto {
  id: string;

  /** batching, utilisation or hardwareGeneration. */
  kind: string;

  name: string;

  /** k: energy per unit in production over energy per unit as measured. */
  central: number;

  /** P5 of k; null where the source gives no range. */
  low: number | null;

  /** P95 of k; null where the source gives no range. */
  high: number | null;

  /** Measured pairs behind it; null where it is not measured. */
  @WholeNumber({ nullable: true }) pairs: number | null;

  measuredFrom: string;

  measuredTo: string;

  /** Functional unit that the energies are per. */
  per: string;

  source: string;

  @WholeNumber() year: number;

  confidence: string;

  secondHand: boolean;

  note: string | null;
}

@ObjectType('ProductionScenarioPage')
export class ProductionScenarioPage extends pageOf(ProductionScenarioDto) {}
