import { exact, productOf } from './uncertain.js';
import type { Product, Uncertain } from './uncertain.js';

/** Water usage effectiveness, litres per kWh; null where it is not known. */
export interface WaterInputs {
  /** Of the facility, per kWh at the IT plug. */
  readonly siteLPerKwh: number | null;
  /** Of the plants that make the electricity, per kWh at the facility's meter. */
  readonly gridLPerKwh: number | null;
}

/** Which water a figure counts. */
export type WaterScope = 'site' | 'site-and-grid';

/**
 * W = E_IT·(WUE_site + PUE·WUE_grid), litres. Null where the facility's WUE is not known. Where the grid's is not,
 * only the facility's water is counted, and `waterScope` says so.
 * Source: Li, Yang, Islam, Ren, "Making AI Less Thirsty", arXiv 2304.03271, 2023.
 */
export function waterL(
  itEnergyKwh: readonly Uncertain[],
  pue: Uncertain,
  { siteLPerKwh, gridLPerKwh }: WaterInputs,
): Product[] | null {
  if (siteLPerKwh === null) return null;
  const site = productOf([...itEnergyKwh, exact(siteLPerKwh)]);
  if (gridLPerKwh === null) return [site];
  return [site, productOf([...itEnergyKwh, pue, exact(gridLPerKwh)])];
}

export function waterScope({ siteLPerKwh, gridLPerKwh }: WaterInputs): WaterScope | null {
  if (siteLPerKwh === null) return null;
  return gridLPerKwh === null ? 'site' : 'site-and-grid';
}
