import { requireNonNegative } from '../quantity/index.js';
import { impliedMean, matchLogNormal, type LogNormalSum, type SumTerm } from './fenton-wilkinson.js';

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

type Sigmas = ReadonlyMap<string, number>;

/** Terms of the same components: one variable times constants, so that their expectations add at once. */
interface Group {
  readonly sigmas: Sigmas;
  expectation: number;
}

/** One sigma per key; a factor that enters twice is squared, and its sigma doubles. */
function sigmaByKey(components: readonly SharedComponent[]): Sigmas {
  const sigmas = new Map<string, number>();
  for (const { key, sigma } of components) {
    requireNonNegative('sigma', sigma);
    if (sigma > 0) sigmas.set(key, (sigmas.get(key) ?? 0) + sigma);
  }
  return sigmas;
}

function varianceOf(sigmas: Sigmas): number {
  return [...sigmas.values()].reduce((sum, sigma) => sum + sigma ** 2, 0);
}

function groupEqual(parts: Iterable<Readonly<Group>>): Group[] {
  const groups = new Map<string, Group>();
  for (const { sigmas, expectation } of parts) {
    const signature = JSON.stringify([...sigmas].sort(([a], [b]) => (a < b ? -1 : 1)));
    const group = groups.get(signature);
    if (group) group.expectation += expectation;
    else groups.set(signature, { sigmas, expectation });
  }
  return [...groups.values()];
}

/** For each key, the groups that hold it, by their place, with the sigma that it has there. */
function holdersByKey(groups: readonly Group[]): Map<string, [place: number, sigma: number][]> {
  const holders = new Map<string, [number, number][]>();
  groups.forEach(({ sigmas }, place) => {
    for (const [key, sigma] of sigmas) {
      const list = holders.get(key);
      if (list) list.push([place, sigma]);
      else holders.set(key, [[place, sigma]]);
    }
  });
  return holders;
}

/** ΣΣ EᵢEⱼ(e^cov(i,j) − 1), visiting only the pairs that share a key. */
function varianceOfPairs(groups: readonly Group[]): number {
  const holders = holdersByKey(groups);
  const covariance = new Float64Array(groups.length);
  let variance = 0;
  for (const group of groups) {
    const sharing: number[] = [];
    for (const [key, sigma] of group.sigmas) {
      for (const [place, otherSigma] of holders.get(key) ?? []) {
        if (covariance[place] === 0) sharing.push(place);
        covariance[place] = (covariance[place] ?? 0) + sigma * otherSigma;
      }
    }
    for (const place of sharing) {
      variance += group.expectation * (groups[place]?.expectation ?? 0) * Math.expm1(covariance[place] ?? 0);
      covariance[place] = 0;
    }
  }
  return variance;
}

/**
 * Var(S). A key that one group alone holds acts on no pair, only on that group's own variance:
 * e^(shared + own) − 1 = (e^shared − 1) + e^shared·(e^own − 1). Without such keys far fewer groups differ.
 */
function varianceOfSum(groups: readonly Group[]): number {
  const holders = holdersByKey(groups);
  let ownVariance = 0;
  const sharedOnly = groups.map(({ sigmas, expectation }) => {
    const shared = new Map([...sigmas].filter(([key]) => (holders.get(key)?.length ?? 0) > 1));
    const sharedVariance = varianceOf(shared);
    const own = varianceOf(sigmas) - sharedVariance;
    ownVariance += expectation ** 2 * Math.exp(sharedVariance) * Math.expm1(own);
    return { sigmas: shared, expectation };
  });
  return ownVariance + varianceOfPairs(groupEqual(sharedOnly));
}

/**
 * The sum of workloads that share factors, by Fenton and Wilkinson: as `fentonWilkinson` with
 * cov(i, j) = Σσ²_key over the keys that terms i and j have in common. The time goes with the number of
 * terms and the square of the number of different combinations of shared keys, so that ten thousand workloads on
 * a few factors and grids are soon summed. What is shared does not average out: no spread is divided by √N.
 *
 * @throws DomainError `OUT_OF_RANGE` where a mean or a sigma is below 0.
 */
export function sumSharing(terms: readonly SharingTerm[]): LogNormalSum {
  const groups = groupEqual(
    terms.map(({ components, ...term }) => {
      const sigmas = sigmaByKey(components);
      return { sigmas, expectation: impliedMean({ ...term, sigma: Math.sqrt(varianceOf(sigmas)) }) };
    }),
  );
  return matchLogNormal(
    groups.reduce((sum, { expectation }) => sum + expectation, 0),
    varianceOfSum(groups),
    terms.reduce((sum, { mean }) => sum + mean, 0),
  );
}
