import type { Evidence } from '../evidence/index.js';
import { GRAMS_PER_KG } from '../quantity/index.js';
import { LogNormal } from '../statistics/index.js';
import { exact, intervalOfSum, productOf, uncertain } from './uncertain.js';
import type { Interval, Product, Uncertain } from './uncertain.js';

/** Days in the year of `perYear`. */
export const DAYS_PER_YEAR = 365;

/** Everything that one workload's emissions are a product of. */
export interface WorkloadInputs {
  /** Functional units a day: N. */
  readonly unitsPerDay: number;
  /** Energy intensity, Wh per unit: e. */
  readonly energyWhPerUnit: Uncertain;
  /** Power usage effectiveness, dimensionless. */
  readonly pue: Uncertain;
  /** Location-based carbon intensity, gCO2e per kWh: I. */
  readonly carbonIntensityGPerKwh: Uncertain;
  /** Doubt about the fitness of the factor for this use, with mean 1; exactly 1 where it is left out. */
  readonly dataQuality: Uncertain;
}

/** One workload's day, as products that can be summed with those of others. */
export interface WorkloadDay {
  readonly unitsPerDay: number;
  readonly energyKwh: Product;
  readonly emissionsKgCo2e: Product;
}

/** What part of the emissions' ln-variance each input brings; null where a spread is not known. */
export interface VarianceShares {
  readonly energyIntensity: number;
  readonly pue: number;
  readonly carbonIntensity: number;
  readonly dataQuality: number;
}

export interface DayTotal {
  readonly inferences: number;
  readonly energyKwh: Interval;
  readonly emissionsKgCo2e: Interval;
}

/** An energy intensity as an input; the mean stays the measured one, the spread is that of the evidence. */
export const intensityOf = (key: string, { mean, mu, sigma }: Evidence): Uncertain => ({
  key,
  mean,
  mu,
  sigma,
});

/**
 * Data quality as an input: it widens the interval and leaves the mean. What is doubtful about a source is so for all
 * workloads that rest on it, hence one key a source.
 */
export const qualityOf = (sourceId: string, sigma: number): Uncertain =>
  uncertain(`quality:${sourceId}`, 1, sigma);

/** E = N · e · PUE in kWh; C_op = E · I in kg. Source: ISO/IEC 21031:2024 (SCI), operational part. */
export function workloadDay(inputs: WorkloadInputs): WorkloadDay {
  const kwhPerDay = exact(inputs.unitsPerDay / WH_PER_KWH);
  const energy = [kwhPerDay, inputs.energyWhPerUnit, inputs.pue, inputs.dataQuality];
  return {
    unitsPerDay: inputs.unitsPerDay,
    energyKwh: productOf(energy),
    emissionsKgCo2e: productOf([...energy, inputs.carbonIntensityGPerKwh, exact(1 / GRAMS_PER_KG)]),
  };
}

const WH_PER_KWH = 1_000;

/** The total of a day: means add; spreads follow Fenton and Wilkinson with what the workloads share. */
export function dayTotal(days: readonly WorkloadDay[]): DayTotal {
  return {
    inferences: days.reduce((sum, day) => sum + day.unitsPerDay, 0),
    energyKwh: intervalOfSum(days.map((day) => day.energyKwh)),
    emissionsKgCo2e: intervalOfSum(days.map((day) => day.emissionsKgCo2e)),
  };
}

export function varianceShares(inputs: WorkloadInputs): VarianceShares | null {
  const { energyWhPerUnit, carbonIntensityGPerKwh } = inputs;
  const sigmas = [energyWhPerUnit, inputs.pue, carbonIntensityGPerKwh, inputs.dataQuality].map(
    (i) => i.sigma,
  );
  if (!sigmas.every((sigma) => sigma !== null)) return null;
  const [energyIntensity = 0, pue = 0, carbonIntensity = 0, dataQuality = 0] =
    LogNormal.varianceShares(sigmas);
  return { energyIntensity, pue, carbonIntensity, dataQuality };
}
