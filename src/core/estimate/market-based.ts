import { exact, productOf } from './uncertain.js';
import type { Product, Uncertain } from './uncertain.js';

/** Electricity that a contract covers: certificates, a supplier's tariff, a power purchase agreement. */
export interface ContractInputs {
  /** 0 to 1. */
  readonly share: number;
  /** Of the contracted electricity. */
  readonly intensityGPerKwh: number;
}

/**
 * E·[c·I_contract + (1 − c)·I]: the contracted share at the contract's intensity, the rest at the grid's.
 * The residual mix is not known here, so the location-based intensity stands in for it, as the source allows.
 * Source: GHG Protocol Scope 2 Guidance, WRI 2015, market-based method.
 */
export function marketBased(
  energy: readonly Uncertain[],
  gridIntensity: Uncertain,
  { share, intensityGPerKwh }: ContractInputs,
): Product[] {
  return [
    productOf([...energy, exact(share), exact(intensityGPerKwh)]),
    productOf([...energy, exact(1 - share), gridIntensity]),
  ];
}
