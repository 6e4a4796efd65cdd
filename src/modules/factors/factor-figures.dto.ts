import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../common/fields/index.js';

/** How much was measured behind a factor. */
@ObjectType('SampleSize')
export class SampleSizeDto {
  @WholeNumber() runs: number;

  @WholeNumber() models: number;

  /** Datasets that the runs name; runs of an unknown dataset add none. */
  @WholeNumber() datasets: number;
}

/** Energy intensity, Wh per functional unit; the same number is kWh per 1,000 units. */
@ObjectType('EnergyIntensity')
export class EnergyIntensityDto {
  /** Arithmetic mean of what was measured: over models, of the mean over datasets, of the mean over runs. */
  mean: number;

  /** Sample standard deviation over all runs; null where there are fewer than two. */
  sd: number | null;

  /** Percentiles of the lognormal for one further use at this level of evidence; null where its spread is not known. */
  p5: number | null;

  p50: number | null;

  p95: number | null;

  /** Standard deviation of the natural logarithm, as a normal equivalent; null where the data cannot tell it. */
  sigma: number | null;
}

/** A figure with its interval; the percentiles are null where the spread of an input is not known. */
@ObjectType('Interval')
export class IntervalDto {
  mean: number;

  p5: number | null;

  p50: number | null;

  p95: number | null;
}

/** Means per 1,000 functional units, as papers print them. */
@ObjectType('PerThousand')
export class PerThousandDto {
  /** At the IT plug, without the facility's overhead. */
  energyKwh: number;

  /** With the PUE of the factor. */
  emissionsGCo2e: number;
}
