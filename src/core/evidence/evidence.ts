import type { LogNormal, Moments } from '../statistics/index.js';
import type { EvidenceLevel } from './levels.js';

/** Stands for the dataset of runs that do not name theirs. */
export const UNKNOWN_DATASET = '';

/** How much was measured behind a figure. All 0 where the figure was printed by others. */
export interface SampleSize {
  readonly runs: number;
  readonly models: number;
  /** Those that are named: what is unknown is not counted. */
  readonly datasets: number;
}

/** What is known of an energy intensity, in Wh per functional unit (the same number as kWh per 1,000 units). */
export interface Evidence {
  readonly level: EvidenceLevel;
  /** The location of ln(Wh per unit); exp(mu) is the median. */
  readonly mu: number;
  /**
   * The sd of ln(Wh per unit), as a normal equivalent where it comes from a t distribution: P5 and P95 are
   * exp(mu ∓ Z95·sigma). Null where the data cannot tell it, which is not 0.
   */
  readonly sigma: number | null;
  /** Of the t distribution that sigma stands for; null where it is normal or unknown. */
  readonly degreesOfFreedom: number | null;
  /**
   * The arithmetic mean, Wh per unit: what totals add up. It is not exp(mu + sigma²/2), since sigma is how
   * well the factor is known and the mean is what was measured.
   */
  readonly mean: number;
  /** The sample sd over the runs, Wh per unit, as papers print it; null where there are fewer than two. */
  readonly sd: number | null;
  readonly n: SampleSize;
}

/** The runs of one AI model on one dataset, one entry for each such pair. */
export interface CellStatistics {
  readonly model: string;
  /** `UNKNOWN_DATASET` where the runs do not say. */
  readonly dataset: string;
  /** Of ln(Wh per unit). */
  readonly lnEnergy: Moments;
  /** Of the same runs in Wh per unit. */
  readonly energy: Moments;
}

/** The lognormal that the percentiles come from; null where sigma is. */
export function distributionOf({ mu, sigma }: Evidence): LogNormal | null {
  return sigma === null ? null : { mu, sigma };
}
