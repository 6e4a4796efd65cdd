import { matchLogNormal, type LogNormalSum } from './fenton-wilkinson.js';
import { groupsOf, mergeEqual, varianceOf, type Group, type SharingTerm } from './shared-groups.js';
import { percentilesOfSum } from './sum-quantiles.js';

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
  return ownVariance + varianceOfPairs(mergeEqual(sharedOnly));
}

/**
 * The sum of workloads that share factors. Mean and variance, and with them mu and sigma, are exact: those of
 * `fentonWilkinson` with cov(i, j) = Σσ²_key over the keys that terms i and j have in common. The percentiles are those
 * of the sum itself (`percentilesOfSum`), within 3 % for sigmas up to 6. What is shared does not average out: no spread
 * is divided by √N. Neither the order of the terms nor terms of 0 matter.
 *
 * The time goes with the number of terms and the square of the number of different combinations of shared keys, so
 * that ten thousand workloads on a few factors and grids are soon summed.
 *
 * @throws DomainError `OUT_OF_RANGE` where a mean or a sigma is below 0.
 */
export function sumSharing(terms: readonly SharingTerm[]): LogNormalSum {
  const groups = groupsOf(terms);
  const matched = matchLogNormal(
    groups.reduce((sum, { expectation }) => sum + expectation, 0),
    varianceOfSum(groups),
    terms.reduce((sum, { mean }) => sum + mean, 0),
  );
  return { ...matched, ...percentilesOfSum(groups, matched) };
}
