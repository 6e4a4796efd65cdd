import { Z95 } from '../statistics/index.js';
import { uncertain } from './uncertain.js';
import type { Uncertain } from './uncertain.js';
import { SECONDS_PER_DAY } from './calendar.js';

/** How energy per unit changes from a measurement to a service: k = energy in production / energy as measured. */
export interface ProductionScenario {
  readonly id: string;
  readonly central: number;
  /** P5 and P95 of k; null where the source gives no range. */
  readonly low: number | null;
  readonly high: number | null;
}

/** k as an input: its mean is the central value, and P5 to P95 the range, σ = ln(high/low)/(2·1.6449). */
export function productionInput({ id, central, low, high }: ProductionScenario): Uncertain {
  const key = `production:${id}`;
  if (low === null || high === null) return { key, mean: central, mu: Math.log(central), sigma: null };
  return uncertain(key, central, Math.log(high / low) / (2 * Z95));
}

/**
 * Whether a volume is more than one machine can serve that answers one request after another, all day long: then
 * several machines at batch 1 would be needed, and a service batches instead. Null where the time is not known.
 */
export function exceedsOneMachine(unitsPerDay: number, secondsPerUnit: number | null): boolean | null {
  return secondsPerUnit === null ? null : unitsPerDay * secondsPerUnit > SECONDS_PER_DAY;
}
