import type { LatticeSize } from './lattice.js';
import { alongLines } from './lines.js';
import { LogNormal, Z95, type Summary } from './lognormal.js';
import { normalCdf } from './normal.js';
import { varianceOf, type Group } from './shared-groups.js';
import { TabulatedDistribution } from './tabulated.js';

type Percentiles = Pick<Summary, 'p5' | 'p50' | 'p95'>;

/** Up to this sd of what not all terms share, one matched lognormal is within 2 % at P5, P50 and P95. */
const MATCHED_UP_TO = 0.25;

/**
 * P5, P50 and P95 of a sum: those of the matched lognormal where terms differ little or not at all, otherwise
 * integrated along lines. No part is negative, so that no percentile of a sum is below that of one of its parts;
 * what the approximation may miss of that is made up.
 */
export function percentilesOfSum(groups: readonly Group[], matched: Percentiles): Percentiles {
  const { p5, p50, p95 } = unsharedSigma(groups) <= MATCHED_UP_TO ? matched : integrated(groups);
  const atLeastAnyPart = (percentile: number, z: number): number =>
    groups.reduce((most, group) => Math.max(most, LogNormal.quantile(lognormalOf(group), z)), percentile);
  return { p5: atLeastAnyPart(p5, -Z95), p50: atLeastAnyPart(p50, 0), p95: atLeastAnyPart(p95, Z95) };
}

/** In parts of the whole and rounded, so that a multiple of the same fleet takes the same path to the last bit. */
function integrated(groups: readonly Group[]): Percentiles {
  const total = groups.reduce((sum, { expectation }) => sum + expectation, 0);
  const parts = groups.map(({ sigmas, expectation }) => ({
    sigmas,
    expectation: Number((expectation / total).toPrecision(12)),
  }));
  const { logarithms, masses } = alongLines([parts], linesFor(parts));
  const distribution = new TabulatedDistribution(logarithms[0] ?? new Float64Array(), masses);
  const at = (z: number): number => total * Math.exp(distribution.quantile(normalCdf(z)));
  return { p5: at(-Z95), p50: at(0), p95: at(Z95) };
}

/**
 * How many lines keep the error at P5 and P95 within 3 %: a percentile moves by σ times the error of its deviate, so
 * wide sums need more, and more where several wide inputs vary apart. Sums of very many terms get fewer, to be done
 * in time.
 */
export function linesFor(groups: readonly Group[]): LatticeSize {
  const widest = Math.sqrt(groups.reduce((most, { sigmas }) => Math.max(most, varianceOf(sigmas)), 0));
  if (widest <= 0.8 || groups.length > 400) return 251;
  if (widest <= 1.5 || groups.length > 60) return 1021;
  return wideInputs(groups) <= 2 || groups.length > 20 ? 4093 : 16381;
}

const wideInputs = (groups: readonly Group[]): number =>
  new Set(groups.flatMap(({ sigmas }) => [...sigmas].flatMap(([key, sigma]) => (sigma > 1 ? [key] : []))))
    .size;

/** A group alone, as the lognormal that it is. */
export function lognormalOf({ sigmas, expectation }: Group): LogNormal {
  const variance = varianceOf(sigmas);
  return { mu: Math.log(expectation) - variance / 2, sigma: Math.sqrt(variance) };
}

/** The widest that a term is in what it does not share with all others. */
function unsharedSigma(groups: readonly Group[]): number {
  const [first] = groups;
  const common = [...(first?.sigmas ?? [])].filter(([key, sigma]) =>
    groups.every(({ sigmas }) => sigmas.get(key) === sigma),
  );
  const shared = varianceOf(new Map(common));
  return Math.sqrt(groups.reduce((most, { sigmas }) => Math.max(most, varianceOf(sigmas) - shared), 0));
}
