import { groupBy } from '../collections.js';
import type { Product } from './uncertain.js';

/**
 * What is left of two sums when what both hold alike is taken from both. Products of the same uncertain inputs are
 * one variable times constants, so that of 3·X in A and 5·X in B only 2·X in B tells them apart: B − A is the same.
 * Inputs of unknown spread are left as they are.
 */
export function withoutCommon(a: readonly Product[], b: readonly Product[]): [a: Product[], b: Product[]] {
  const [groupsA, groupsB] = [groupBy(a, variableOf), groupBy(b, variableOf)];
  const rest: [Product[], Product[]] = [[], []];
  for (const key of new Set([...groupsA.keys(), ...groupsB.keys()])) {
    const [ofA, ofB] = [groupsA.get(key) ?? [], groupsB.get(key) ?? []];
    const excess = meanOf(ofB) - meanOf(ofA);
    const side = excess < 0 ? 0 : 1;
    const [sample] = side === 0 ? ofA : ofB;
    if (sample && excess !== 0) rest[side].push(times(sample, Math.abs(excess) / sample.mean));
  }
  return rest;
}

/** Names the random variable that a product is a multiple of. */
function variableOf({ components }: Product): string {
  const known = (components ?? []).filter(({ sigma }) => sigma > 0);
  return JSON.stringify(
    known.map(({ key, sigma }) => [key, sigma]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
}

const meanOf = (products: readonly Product[]): number => products.reduce((sum, { mean }) => sum + mean, 0);

const times = (product: Product, by: number): Product => ({
  ...product,
  mean: product.mean * by,
  mu: product.mu + Math.log(by),
});
