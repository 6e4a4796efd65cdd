import { groupBy } from '../collections.js';

/**
 * The largest figure inside a country over the smallest, from which on the national average is a poor guide to
 * any one place. A judgement of this service: at a factor of 1.5 a local grid lies well outside the interval of
 * a national figure (σ = 0.08).
 */
const SPREAD_THAT_VARIES = 1.5;

export interface FigureInside {
  /** ISO 3166-1 alpha-3. */
  readonly country: string;
  readonly gPerKwh: number;
}

/** Countries whose inner grids differ widely. */
export function variedCountries(inside: readonly FigureInside[]): ReadonlySet<string> {
  const varies = (values: number[]) => Math.max(...values) > SPREAD_THAT_VARIES * Math.min(...values);
  return new Set(
    [...groupBy(inside, ({ country }) => country)]
      .filter(([, group]) => varies(group.map(({ gPerKwh }) => gPerKwh)))
      .map(([country]) => country),
  );
}
