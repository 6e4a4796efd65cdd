import { GRAMS_PER_KG } from '../quantity/index.js';
import { intervalOfSum, scaled } from './uncertain.js';
import type { Interval, Product } from './uncertain.js';

/**
 * SCI = (E·I + M)/R, gCO2e per functional unit, location-based. `embodied` is M; where it is not known the rate is
 * the operational part alone, a lower bound and no conforming score. Null where the units are not of one kind.
 * Source: ISO/IEC 21031:2024.
 */
export function sciGPerUnit(
  operationalKg: readonly Product[],
  embodiedKg: readonly Product[] | null,
  units: number | null,
): Interval | null {
  if (units === null) return null;
  return scaled(intervalOfSum([...operationalKg, ...(embodiedKg ?? [])]), GRAMS_PER_KG / units);
}
