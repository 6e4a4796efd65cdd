import { DomainError } from '../errors/index.js';
import { arithmeticMean } from '../statistics/index.js';

/** 1 is best, 5 is worst. */
export type PedigreeScore = 1 | 2 | 3 | 4 | 5;

/** How well a figure fits the use that is made of it, by the five indicators of the pedigree matrix. */
export interface PedigreeScores {
  /** Measured and verified (1) to a guess by someone unqualified (5). */
  readonly reliability: PedigreeScore;
  /** All relevant sites over a long time (1) to one site or unknown (5). */
  readonly completeness: PedigreeScore;
  /** Within three years (1) to over fifteen, or unknown (5). */
  readonly temporal: PedigreeScore;
  /** The place itself (1) to a distinctly different or unknown one (5). */
  readonly geographical: PedigreeScore;
  /** The very process and technology (1) to a related one of another technology (5). */
  readonly technology: PedigreeScore;
}

/** A judged figure: the spread to add to it, and one score to print. */
export interface DataQuality {
  /** Variance of the natural logarithm, to be added to that of the figure. */
  readonly variance: number;
  /** The square root of `variance`, one factor more in a product of lognormals. */
  readonly sigma: number;
  /** The arithmetic mean of the five scores, 1 (best) to 5. */
  readonly score: number;
}

/**
 * Additional variance of the natural logarithm for scores 1 to 5.
 *
 * Source: Weidema et al., "Overview and methodology. Data quality guideline for the ecoinvent database
 * version 3", Ecoinvent Report 1(v3), 2013, §10.
 */
export const PEDIGREE_LN_VARIANCE: Readonly<Record<keyof PedigreeScores, readonly number[]>> = {
  reliability: [0, 0.0006, 0.002, 0.008, 0.04],
  completeness: [0, 0.0001, 0.0006, 0.002, 0.008],
  temporal: [0, 0.0002, 0.002, 0.008, 0.04],
  geographical: [0, 2.5e-5, 0.0001, 0.0006, 0.002],
  technology: [0, 0.0006, 0.008, 0.04, 0.12],
};

const INDICATORS = Object.keys(PEDIGREE_LN_VARIANCE) as (keyof PedigreeScores)[];

/**
 * What five scores add to the uncertainty, and their summary.
 *
 * The indicators are taken as independent, so their variances add. The one score is their plain mean, as
 * product carbon footprints (PACT, PEF) rate data: it is for reading, while the variance weighs the indicators
 * by what they have been found to matter.
 *
 * @throws DomainError `OUT_OF_RANGE` naming the indicator whose score is not 1, 2, 3, 4 or 5.
 */
export function dataQuality(scores: PedigreeScores): DataQuality {
  const variance = INDICATORS.reduce((sum, indicator) => sum + lnVariance(indicator, scores[indicator]), 0);
  return {
    variance,
    sigma: Math.sqrt(variance),
    score: arithmeticMean(INDICATORS.map((indicator) => scores[indicator])),
  };
}

function lnVariance(indicator: keyof PedigreeScores, score: number): number {
  const variance = PEDIGREE_LN_VARIANCE[indicator][score - 1];
  if (variance !== undefined) return variance;
  throw DomainError.field(
    'OUT_OF_RANGE',
    indicator,
    `${indicator} must be a score of 1, 2, 3, 4 or 5, not ${score}`,
  );
}
