import { InputType } from '@nestjs/graphql';
import {
  NamesField,
  NumberField,
  NumberListField,
  RequiredNumberField,
  TextField,
} from '../../common/fields/index.js';

/** How a volume changes over the horizon, which starts on a Monday. The figures are then for its mean day. */
@InputType()
export class ProfileInput {
  /** Weights of Monday to Sunday, in any unit; the volume given is the mean of the week. */
  @NumberListField(7, { min: 0, max: 1e9 }) weekly?: number[];

  /** Part of a week's volume that falls on Monday to Friday, 0 to 1, instead of weekly; evenly within. */
  @NumberField({ min: 0, max: 1 }) weekdayShare?: number;

  /** Compound growth a year: 0.5 is half as much again after 365 days. The volume given is that of the first days. */
  @NumberField({ min: -0.99, max: 10 }) growthPerYear?: number;
}

/** How energy per unit in production differs from the measurement: k itself, or labelled choices. */
@InputType()
export class ProductionInput {
  /** Energy per unit in production over energy per unit as measured. */
  @NumberField({ min: 1e-4, max: 1e4 }) k?: number;

  /** Standard deviation of the logarithm of k; 0, which is certainty, if not given. */
  @NumberField({ min: 0, max: 3 }) sigma?: number;

  /** Ids of `GET /v1/production-scenarios`, instead of k; they multiply. */
  @NamesField(5) scenarios?: string[];
}

/** The hardware that serves a workload, of the same share of the machine that the energy factor covers. */
@InputType()
export class EmbodiedInput {
  /** Id of `GET /v1/embodied-items`. */
  @TextField() item?: string;

  /** How many of the item one unit of work occupies at a time; 1 if not given. */
  @NumberField({ min: 1e-6, max: 1e6 }) count?: number;

  /** kgCO2e to make the hardware, instead of an item. */
  @NumberField({ min: 1e-6, max: 1e9 }) kgCo2e?: number;

  /** Years in service; needed where the item's source gives none. */
  @NumberField({ min: 0.01, max: 100 }) lifetimeYears?: number;

  /** Part of its life in which the hardware works, above 0 to 1. */
  @RequiredNumberField({ min: 1e-6, max: 1 }) utilisation: number;

  /** Seconds for which one unit of work occupies the hardware; if not given, as measured at batch 1. */
  @NumberField({ min: 1e-12, max: 1e7 }) secondsPerUnit?: number;
}

/** Electricity that a contract covers, such as certificates or a power purchase agreement. */
@InputType()
export class MarketBasedInput {
  /** Part of the electricity under contract, 0 to 1. */
  @RequiredNumberField({ min: 0, max: 1 }) contractShare: number;

  /** Of the contracted electricity, gCO2e per kWh; 0, as of certificates of renewable electricity, if not given. */
  @NumberField({ min: 0, max: 5_000 }) contractIntensityGPerKwh?: number;
}
