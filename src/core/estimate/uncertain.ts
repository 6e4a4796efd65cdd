import { LogNormal, sumSharing } from '../statistics/index.js';
import type { SharedComponent, Summary } from '../statistics/index.js';

/** An input of an estimate. Terms that name the same key vary together in it. */
export interface Uncertain {
  readonly key: string;
  /** Arithmetic mean, in the input's own unit. */
  readonly mean: number;
  /** Location of the logarithm. */
  readonly mu: number;
  /** Standard deviation of the logarithm; null where it is not known, which is not 0. */
  readonly sigma: number | null;
}

/** A figure as it is reported; the percentiles are null where the spread of an input is not known. */
export interface Interval {
  readonly mean: number;
  readonly p5: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
}

/** An input that is given as a mean with a relative spread: μ = ln m − σ²/2. */
export const uncertain = (key: string, mean: number, sigma: number): Uncertain => ({
  key,
  sigma,
  mean,
  mu: LogNormal.fromMean(mean, sigma).mu,
});

/** A number without uncertainty. */
export const exact = (mean: number): Uncertain => ({
  key: `exact:${mean}`,
  mean,
  mu: Math.log(mean),
  sigma: 0,
});

/** The product of independent inputs: means multiply, logarithms add. */
export interface Product {
  readonly mean: number;
  readonly mu: number;
  /** Null where an input's spread is not known. */
  readonly components: readonly SharedComponent[] | null;
}

export function productOf(inputs: readonly Uncertain[]): Product {
  const components = inputs.map(({ key, sigma }) => (sigma === null ? null : { key, sigma }));
  return {
    mean: inputs.reduce((product, { mean }) => product * mean, 1),
    mu: inputs.reduce((sum, { mu }) => sum + mu, 0),
    components: components.every((component) => component !== null) ? components : null,
  };
}

/** The sum of products that may share inputs; what is shared does not average out. */
export function intervalOfSum(products: readonly Product[]): Interval {
  const mean = products.reduce((sum, product) => sum + product.mean, 0);
  const terms = products.flatMap(({ components, ...term }) => (components ? [{ ...term, components }] : []));
  if (terms.length < products.length) return { mean, p5: null, p50: null, p95: null };
  return toInterval(sumSharing(terms));
}

const toInterval = ({ mean, p5, p50, p95 }: Summary): Interval => ({ mean, p5, p50, p95 });

/** The same figure over another length of time or in another unit. */
export function scaled(interval: Interval, by: number): Interval {
  const times = (value: number | null) => (value === null ? null : value * by);
  return {
    mean: interval.mean * by,
    p5: times(interval.p5),
    p50: times(interval.p50),
    p95: times(interval.p95),
  };
}
