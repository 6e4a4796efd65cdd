import { LogNormal } from '../statistics/index.js';
import type { Product } from './uncertain.js';

/** The part that one input has in the spread of a figure. */
export interface InputShare {
  /** For example `grid:SWE`. */
  readonly key: string;
  /** The sd that it gives to the logarithm of the figure. */
  readonly sigma: number;
  /** Of the figure's ln-variance; all sum to 1. */
  readonly share: number;
}

/**
 * What each independent input brings to the ln-variance of a sum, largest first: what to measure next.
 * ln S moves by Σ wᵢσᵢₖ for one sd of input k, wᵢ the part of term i in the sum, so its share is (Σ wᵢσᵢₖ)² over
 * the total. Exact for a single product, σₖ²/σ²; for sums of first order (the delta method).
 * Null where the spread of an input is not known.
 */
export function varianceByInput(products: readonly Product[]): InputShare[] | null {
  const total = products.reduce((sum, { mean }) => sum + mean, 0);
  const sigmas = new Map<string, number>();
  for (const { mean, components } of products) {
    if (components === null) return null;
    for (const { key, sigma } of components) {
      if (sigma > 0 && total > 0) sigmas.set(key, (sigmas.get(key) ?? 0) + (mean / total) * sigma);
    }
  }
  const keys = [...sigmas.keys()];
  const shares = LogNormal.varianceShares([...sigmas.values()]);
  return keys
    .map((key, i) => ({ key, sigma: sigmas.get(key) ?? 0, share: shares[i] ?? 0 }))
    .sort((a, b) => b.share - a.share);
}

/** What a key of an input stands for, by the word before its colon. */
const KINDS = {
  factor: 'energyIntensity',
  production: 'production',
  pue: 'pue',
  grid: 'carbonIntensity',
  quality: 'dataQuality',
} as const;

/** What part of the emissions' ln-variance each kind of input brings; null where a spread is not known. */
export interface VarianceShares {
  readonly energyIntensity: number;
  readonly production: number;
  readonly pue: number;
  readonly carbonIntensity: number;
  readonly dataQuality: number;
}

export function varianceShares(products: readonly Product[]): VarianceShares | null {
  const inputs = varianceByInput(products);
  if (inputs === null) return null;
  const of = (prefix: keyof typeof KINDS): number =>
    inputs.filter(({ key }) => key.startsWith(`${prefix}:`)).reduce((sum, { share }) => sum + share, 0);
  return {
    energyIntensity: of('factor'),
    production: of('production'),
    pue: of('pue'),
    carbonIntensity: of('grid'),
    dataQuality: of('quality'),
  };
}

/** energyIntensity, production, pue, carbonIntensity or dataQuality; `other` for an input of none of them. */
export function kindOf(key: string): string {
  const prefix = key.slice(0, key.indexOf(':'));
  return prefix in KINDS ? KINDS[prefix as keyof typeof KINDS] : 'other';
}
