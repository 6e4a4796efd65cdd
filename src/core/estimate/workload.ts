import type { Evidence } from '../evidence/index.js';
import { GRAMS_PER_KG } from '../quantity/index.js';
import { embodiedKgCo2e } from './embodied.js';
import type { EmbodiedInputs } from './embodied.js';
import { marketBased } from './market-based.js';
import type { ContractInputs } from './market-based.js';
import { exact, productOf, uncertain } from './uncertain.js';
import type { Product, Uncertain } from './uncertain.js';
import type { Volume } from './volume.js';
import { waterL } from './water.js';
import type { WaterInputs } from './water.js';

/** Everything that the emissions of one part of a workload, one AI model in one place, are a product of. */
export interface WorkloadInputs {
  /** Functional units a day: N. */
  readonly volume: Volume;
  /** Energy intensity, Wh per unit: e. */
  readonly energyWhPerUnit: Uncertain;
  /** What e was scaled by from the measurement to the boundary asked for: k_boundary; 1 as measured. */
  readonly boundaryK: number;
  /** What production scales e by, dimensionless: k_production. Empty where none is applied. */
  readonly scales: readonly Uncertain[];
  /** Power usage effectiveness, dimensionless. */
  readonly pue: Uncertain;
  /** Location-based carbon intensity, gCO2e per kWh: I. */
  readonly carbonIntensityGPerKwh: Uncertain;
  /** Doubt about the fitness of the factor for this use, with mean 1; exactly 1 where it is left out. */
  readonly dataQuality: Uncertain;
  /** Carbon intensity that the source's own grams were computed with; null where it gave none. */
  readonly measuredIntensityGPerKwh: number | null;
  readonly contract: ContractInputs | null;
  readonly embodied: EmbodiedInputs | null;
  readonly water: WaterInputs;
  /** Currency units per kWh at the facility's meter. */
  readonly electricityPricePerKwh: number | null;
}

/** One part's day, as products that can be summed with those of others. Null where an input is not known. */
export interface WorkloadDay {
  readonly volume: Volume;
  readonly energyKwh: readonly Product[];
  readonly emissionsKgCo2e: readonly Product[];
  readonly asMeasuredKgCo2e: readonly Product[] | null;
  readonly marketBasedKgCo2e: readonly Product[] | null;
  readonly embodiedKgCo2e: readonly Product[] | null;
  readonly waterL: readonly Product[] | null;
  readonly electricityCost: readonly Product[] | null;
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

const WH_PER_KWH = 1_000;
const KG_PER_G = exact(1 / GRAMS_PER_KG);

/**
 * E_IT = N·e·k and E = E_IT·PUE in kWh; C_op = E·I in kg, location-based. Source: ISO/IEC 21031:2024 (SCI).
 * As measured is N·e·I of the study: its boundary, its grid, PUE 1.
 */
export function workloadDay(inputs: WorkloadInputs): WorkloadDay {
  const { volume, pue, carbonIntensityGPerKwh: grid, measuredIntensityGPerKwh, contract, embodied } = inputs;
  const measured = [exact(volume.amount / WH_PER_KWH), inputs.energyWhPerUnit];
  const itEnergy = [...measured, ...inputs.scales, inputs.dataQuality];
  const energy = [...itEnergy, pue];
  const price = inputs.electricityPricePerKwh;
  return {
    volume,
    energyKwh: [productOf(energy)],
    emissionsKgCo2e: [productOf([...energy, grid, KG_PER_G])],
    asMeasuredKgCo2e:
      measuredIntensityGPerKwh === null
        ? null
        : [productOf([...measured, exact(1 / inputs.boundaryK), exact(measuredIntensityGPerKwh), KG_PER_G])],
    marketBasedKgCo2e: contract && marketBased([...energy, KG_PER_G], grid, contract),
    embodiedKgCo2e: embodied && [embodiedKgCo2e(volume.amount, embodied)],
    waterL: waterL(itEnergy, pue, inputs.water),
    electricityCost: price === null ? null : [productOf([...energy, exact(price)])],
  };
}
