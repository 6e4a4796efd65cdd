import { DAYS_PER_YEAR, SECONDS_PER_DAY } from './calendar.js';
import { exact, productOf, uncertain } from './uncertain.js';
import type { Product } from './uncertain.js';

/** The hardware that serves a workload, as far as its manufacture goes. */
export interface EmbodiedInputs {
  /** Names the figure S, so that workloads on the same hardware share its error. */
  readonly key: string;
  /** S: kgCO2e to make the hardware that the energy per unit covers. */
  readonly kgCo2e: number;
  /** t: seconds for which one unit occupies that hardware. */
  readonly secondsPerUnit: number;
  /** L. */
  readonly lifetimeYears: number;
  /** u: the part of its life in which it works, above 0 to 1. */
  readonly utilisation: number;
}

/**
 * The spread of ln S: the sample sd of the two figures published for one H100, 164 kg by NVIDIA and 281 kg by
 * BoaviztAPI (data/embodied/1), ln(281/164)/√2. A vendor's and a bottom-up figure differ that much, so it is used
 * for every S.
 */
export const EMBODIED_SIGMA = Math.log(281 / 164) / Math.SQRT2;

/** Years to seconds, at 365 days a year. */
export const secondsOfYears = (years: number): number => years * DAYS_PER_YEAR * SECONDS_PER_DAY;

/**
 * C_emb = N·t·S/(L·u), kgCO2e: the share of the hardware's making that N units use up.
 * Source: ISO/IEC 21031:2024 (SCI), embodied part: M = TE · TS · RS.
 */
export function embodiedKgCo2e(units: number, inputs: EmbodiedInputs): Product {
  const lifeS = secondsOfYears(inputs.lifetimeYears) * inputs.utilisation;
  return productOf([
    exact(units),
    exact(inputs.secondsPerUnit / lifeS),
    uncertain(inputs.key, inputs.kgCo2e, EMBODIED_SIGMA),
  ]);
}
