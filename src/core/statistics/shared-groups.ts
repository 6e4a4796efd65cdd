import { requireNonNegative } from '../quantity/index.js';
import { impliedMean, type SumTerm } from './fenton-wilkinson.js';

/** One independent cause of spread. Terms that name the same key vary together in it, entirely. */
export interface SharedComponent {
  /** For example `grid:SWE`, `pue:unknown`, `factor:text-generation`. */
  readonly key: string;
  /** The sd that it gives to the logarithm of the term. */
  readonly sigma: number;
}

/** A term that is a product of independent lognormal factors: σ² = Σσ²_key. */
export interface SharingTerm extends Pick<SumTerm, 'mean' | 'mu'> {
  readonly components: readonly SharedComponent[];
}

export type Sigmas = ReadonlyMap<string, number>;

/** Terms of the same components: one variable times constants, so that their expectations add at once. */
export interface Group {
  readonly sigmas: Sigmas;
  /** E[X] of the lognormal. */
  readonly expectation: number;
}

export const varianceOf = (sigmas: Sigmas): number =>
  [...sigmas.values()].reduce((sum, sigma) => sum + sigma ** 2, 0);

/** Terms by what they vary with, in an order that does not depend on theirs. Terms that are 0 for certain are left out. */
export function groupsOf(terms: readonly SharingTerm[]): Group[] {
  const groups = terms.map(({ components, ...term }) => {
    const sigmas = sigmaByKey(components);
    return { sigmas, expectation: impliedMean({ ...term, sigma: Math.sqrt(varianceOf(sigmas)) }) };
  });
  return mergeEqual(groups.filter(({ expectation }) => expectation > 0));
}

/** One sigma per key, in the order of the keys; a factor that enters twice is squared, and its sigma doubles. */
function sigmaByKey(components: readonly SharedComponent[]): Sigmas {
  const sigmas = new Map<string, number>();
  for (const { key, sigma } of components) {
    requireNonNegative('sigma', sigma);
    if (sigma > 0) sigmas.set(key, (sigmas.get(key) ?? 0) + sigma);
  }
  return new Map([...sigmas].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Groups of the same sigmas become one. */
export function mergeEqual(groups: readonly Group[]): Group[] {
  const bySignature = new Map<string, { sigmas: Sigmas; expectations: number[] }>();
  for (const { sigmas, expectation } of groups) {
    const signature = JSON.stringify([...sigmas]);
    const equal = bySignature.get(signature);
    if (equal) equal.expectations.push(expectation);
    else bySignature.set(signature, { sigmas, expectations: [expectation] });
  }
  return [...bySignature]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { sigmas, expectations }]) => ({
      sigmas,
      expectation: sumOf([...expectations].sort(ascending)),
    }));
}

const ascending = (a: number, b: number): number => a - b;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
