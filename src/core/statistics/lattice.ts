import { normalQuantile } from './normal.js';

/**
 * Sizes, all prime, with their generators: those of the least P2 discrepancy over twelve coordinates of falling weight
 * (½·0.8ᵏ for the k-th), found by trying all; for 1,021 the one of eleven that was best on sums of wide terms.
 */
const GENERATORS = { 251: 37, 1021: 76, 4093: 666, 16381: 5715 } as const;

export type LatticeSize = keyof typeof GENERATORS;

/** The golden ratio less 1: its multiples, modulo 1, shift the coordinates so that no point is extreme in all. */
const SHIFT = (Math.sqrt(5) - 1) / 2;

/** The middles of as many equally likely slices of the standard normal. */
const slicesOf = (points: number): Float64Array =>
  Float64Array.from({ length: points }, (_, i) => normalQuantile((i + 0.5) / points));

const DEVIATES: Readonly<Record<LatticeSize, Float64Array>> = {
  251: slicesOf(251),
  1021: slicesOf(1021),
  4093: slicesOf(4093),
  16381: slicesOf(16381),
};

/**
 * Points spread evenly over independent standard normals, the same on every call; for each coordinate its deviates,
 * point by point. A Korobov lattice: point j of n has the ranks (j·gᵏ + shift_k) mod n, and a rank stands for the
 * deviate of its slice. Means over the points replace integrals, with an error that falls faster than 1/√n.
 *
 * Source: Korobov 1959, in Sloan and Joe, "Lattice Methods for Multiple Integration", 1994, chapter 4.
 */
export function normalLattice(points: LatticeSize, coordinates: number): Float64Array[] {
  const deviates = DEVIATES[points];
  let power = 1;
  return Array.from({ length: coordinates }, (_, k) => {
    const [step, shift] = [power, Math.floor(points * ((SHIFT * (k + 1)) % 1))];
    power = (power * GENERATORS[points]) % points;
    return new Float64Array(points).map((_, j) => deviates[(j * step + shift) % points] ?? 0);
  });
}
