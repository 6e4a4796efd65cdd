import { requireNonNegative } from '../quantity/index.js';
import { LogNormal } from '../statistics/index.js';
import type { Evidence } from './evidence.js';

/** A printed figure, Wh per functional unit (or kWh per 1,000 units). */
export interface PublishedFigure {
  readonly mean: number;
  readonly sd: number;
}

/**
 * Level `published`: only a printed mean ± sd. The lognormal with that mean and sd:
 * σ² = ln(1 + (sd/m)²), μ = ln m − σ²/2.
 *
 * @throws DomainError `OUT_OF_RANGE` where the mean is not above 0 or the sd is below 0.
 */
export function publishedEvidence({ mean, sd }: PublishedFigure): Evidence {
  const sigma = Math.sqrt(Math.log1p((requireNonNegative('sd', sd) / mean) ** 2));
  return {
    level: 'published',
    ...LogNormal.fromMean(mean, sigma),
    degreesOfFreedom: null,
    mean,
    sd,
    n: { runs: 0, models: 0, datasets: 0 },
  };
}
