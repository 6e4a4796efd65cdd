import { seededNormal } from '../seeded-normal.js';

/** Random weights that are the same each time: tests must not depend on luck, and equal files have equal hashes. */
export function seededWeights(seed: number) {
  const normal = seededNormal(seed);
  return (count: number, spread = 0.1): Float32Array =>
    Float32Array.from({ length: count }, () => spread * normal());
}
