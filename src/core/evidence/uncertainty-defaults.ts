import { requireNonNegative } from '../quantity/index.js';

/**
 * The spread of ln PUE. Known: the operator states it for the site, and the year and the season remain.
 * Unknown: an average stands in, across sites of about 1.1 to 1.5.
 *
 * Source: a judgement of this service (docs/method.md, "Uncertainty"), not a measurement.
 */
export const PUE_SIGMA = { known: 0.03, unknown: 0.12 } as const;

/**
 * The spread of ln carbon intensity of a yearly grid average, by its level: the cleaner a grid, the more a
 * few hours of fossil generation move it, relatively.
 *
 * Source: a judgement of this service (docs/method.md, "Uncertainty"), not a measurement.
 */
export const CARBON_INTENSITY_SIGMA = {
  /** 200 g/kWh and above. */
  high: 0.08,
  /** From 100 up to, not including, 200 g/kWh. */
  middle: 0.15,
  /** Below 100 g/kWh. */
  low: 0.3,
  /** A country of several grids, such as the USA, and the sub-region not given; at any level. */
  subRegionUnknown: 0.35,
} as const;

/** Where the levels of `CARBON_INTENSITY_SIGMA` part, g/kWh. */
export const CARBON_INTENSITY_LEVELS_G_PER_KWH = { middle: 100, high: 200 } as const;

/**
 * The sd of ln carbon intensity that goes with a grid figure.
 *
 * @throws DomainError `OUT_OF_RANGE` where the intensity is below 0.
 */
export function carbonIntensitySigma({
  gPerKwh,
  subRegionUnknown,
}: {
  readonly gPerKwh: number;
  readonly subRegionUnknown: boolean;
}): number {
  requireNonNegative('gPerKwh', gPerKwh);
  if (subRegionUnknown) return CARBON_INTENSITY_SIGMA.subRegionUnknown;
  if (gPerKwh >= CARBON_INTENSITY_LEVELS_G_PER_KWH.high) return CARBON_INTENSITY_SIGMA.high;
  if (gPerKwh >= CARBON_INTENSITY_LEVELS_G_PER_KWH.middle) return CARBON_INTENSITY_SIGMA.middle;
  return CARBON_INTENSITY_SIGMA.low;
}
