import { normalLattice, type LatticeSize } from './lattice.js';
import { Z95 } from './lognormal.js';
import { normalCdf } from './normal.js';
import { varianceOf, type Group } from './shared-groups.js';

/** How far the lines reach from the middle, in sds: all but 1 in 15,000 of a normal. */
const REACH = 4;

/** Between two nodes of a line the inputs move by at most this many sds … */
const STEP = 0.25;

/** … and no term grows by more than e to this. */
const RISE = 0.5;

/** A term as e^(lnMedian + Σ σ_k·z_k), the z_k independent standard normals. */
interface Term {
  readonly lnMedian: number;
  readonly sigma: number;
  /** σ_k by the place of input k. */
  readonly loads: readonly (readonly [place: number, sigma: number])[];
}

/** Sums at the nodes of the lines, line after line. */
export interface Lines {
  /** For each sum the logarithm of its value at every node. */
  readonly logarithms: readonly Float64Array[];
  readonly nodesPerLine: number;
  /** The probability between node l of a line and the next, which sum to 1 over the line. */
  readonly masses: Float64Array;
}

/**
 * Sums of lognormals that share inputs, along parallel lines through the space of the inputs z, which are independent
 * standard normals. z = w + t·d: t runs along a direction d in which the sums move, and is normal itself; w, across
 * it, takes the points of a lattice. So P(S ≤ x) = E_w[P(S(w + t·d) ≤ x)]: along a line the probability is known, and
 * only a smooth function of w is left to the lattice. Nothing is drawn: the same sums give the same bits.
 *
 * Source: line sampling, Koutsourelakis, Pradlwarter, Schuëller, Probabilistic Engineering Mechanics 19(4), 2004.
 */
export function alongLines(sums: readonly (readonly Group[])[], points: LatticeSize): Lines {
  const keys = [
    ...new Set(sums.flatMap((groups) => groups.flatMap(({ sigmas }) => [...sigmas.keys()]))),
  ].sort();
  const places = new Map(keys.map((key, place) => [key, place]));
  const terms = sums.map((groups) => groups.map((group) => termOf(group, places)));
  const slopes = terms.map((own) => slopesOf(own, keys.length));
  const order = byImportance(slopes);
  const direction = directionOf(slopes, order);
  return walk(terms, direction, acrossOf(direction, order, points));
}

function termOf({ sigmas, expectation }: Group, places: ReadonlyMap<string, number>): Term {
  const variance = varianceOf(sigmas);
  return {
    lnMedian: Math.log(expectation) - variance / 2,
    sigma: Math.sqrt(variance),
    loads: [...sigmas].map(([key, sigma]) => [places.get(key) ?? 0, sigma]),
  };
}

/** ∂ln S/∂z_k, added over the sums that P5, P50 and P95 of every term make: who leads a sum may differ among them. */
function slopesOf(terms: readonly Term[], inputs: number): Float64Array {
  const slopes = new Float64Array(inputs);
  for (const z of [-Z95, 0, Z95]) {
    const logarithms = terms.map(({ lnMedian, sigma }) => lnMedian + z * sigma);
    const largest = Math.max(...logarithms);
    const sizes = logarithms.map((ln) => Math.exp(ln - largest));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    terms.forEach(({ loads }, i) => {
      for (const [place, sigma] of loads) slopes[place]! += ((sizes[i] ?? 0) / total) * sigma;
    });
  }
  return slopes;
}

/** The inputs, the most important first: the first coordinates of a lattice are its best. */
function byImportance(slopes: readonly Float64Array[]): number[] {
  const [first = new Float64Array()] = slopes;
  const importance = [...first].map((_, k) =>
    // Rounded, so that equal ones do not change places by the order of a sum.
    Number(slopes.reduce((sum, own) => sum + (own[k] ?? 0), 0).toPrecision(8)),
  );
  return [...importance.keys()].sort((a, b) => (importance[b] ?? 0) - (importance[a] ?? 0) || a - b);
}

/** The unit vector along which one sum rises, or the ratio of the last to the first moves; either sign of it is the same. */
function directionOf(slopes: readonly Float64Array[], [leader = 0]: readonly number[]): Float64Array {
  const last = slopes[slopes.length - 1] ?? new Float64Array();
  const direction = last.map((slope, k) => slope - (slopes.length > 1 ? (slopes[0]?.[k] ?? 0) : 0));
  const length = Math.hypot(...direction);
  if (length < 1e-9) return direction.map((_, k) => Number(k === leader));
  const sign = Math.sign(direction.find((slope) => slope !== 0) ?? 1);
  return direction.map((slope) => (sign * slope) / length);
}

/** For each input its deviate on each line at t = 0: points of the plane across the direction. */
function acrossOf(direction: Float64Array, order: readonly number[], points: LatticeSize): Float64Array[] {
  const [leader = 0, ...others] = order;
  const lines = others.length === 0 ? 1 : points;
  const across: Float64Array[] = Array.from(direction, () => new Float64Array(lines));
  normalLattice(points, others.length).forEach((deviates, i) => (across[others[i] ?? 0] = deviates));
  // Householder's reflection that takes the axis of the leader to the direction, and so the other axes across it.
  const normal = direction.map((d, k) => d - Number(k === leader));
  const square = normal.reduce((sum, n) => sum + n ** 2, 0);
  if (square < 1e-18) return across;
  const products = new Float64Array(lines);
  across.forEach((deviates, k) => {
    for (let line = 0; line < lines; line++) products[line]! += normal[k]! * deviates[line]!;
  });
  across.forEach((deviates, k) => {
    for (let line = 0; line < lines; line++) deviates[line]! -= (2 * normal[k]! * products[line]!) / square;
  });
  return across;
}

function walk(
  sums: readonly (readonly Term[])[],
  direction: Float64Array,
  across: readonly Float64Array[],
): Lines {
  const rise = ({ loads }: Term): number =>
    loads.reduce((sum, [place, sigma]) => sum + sigma * (direction[place] ?? 0), 0);
  const steepest = Math.max(...sums.flat().map((term) => Math.abs(rise(term))), RISE / STEP);
  const lines = across[0]?.length ?? 1;
  // A line alone has no others to even out where its nodes happen to lie.
  const finer = lines === 1 ? 16 : 1;
  const stepsToEnd = Math.ceil((finer * REACH * steepest) / RISE);
  const [step, nodes] = [REACH / stepsToEnd, 2 * stepsToEnd + 1];
  const logarithms = sums.map((terms) => {
    const values = new Float64Array(lines * nodes);
    for (const term of terms) addTerm(values, term, { slope: rise(term), step, nodes, across });
    return values.map(Math.log);
  });
  return { logarithms, nodesPerLine: nodes, masses: massesOf(nodes, step) };
}

/** Adds a term at every node: e^(…) once a line, and from node to node one multiplication. */
function addTerm(
  values: Float64Array,
  { lnMedian, loads }: Term,
  {
    slope,
    step,
    nodes,
    across,
  }: { slope: number; step: number; nodes: number; across: readonly Float64Array[] },
): void {
  const growth = Math.exp(step * slope);
  const starts = new Float64Array(values.length / nodes).fill(lnMedian - REACH * slope);
  for (const [place, sigma] of loads) {
    const deviates = across[place]!;
    for (let line = 0; line < starts.length; line++) starts[line]! += sigma * deviates[line]!;
  }
  let node = 0;
  for (const start of starts) {
    let value = Math.exp(start);
    for (const end = node + nodes; node < end; node++) {
      values[node]! += value;
      value *= growth;
    }
  }
}

/**
 * The probability between the nodes. What reads it spreads it evenly in between, which over lines whose nodes lie
 * anywhere adds step²/6 to the variance, so that much is taken off beforehand (Sheppard's correction, 1898).
 */
function massesOf(nodes: number, step: number): Float64Array {
  const sd = Math.sqrt(1 - step ** 2 / 6);
  const below = (l: number): number => (l <= 0 ? 0 : l >= nodes - 1 ? 1 : normalCdf((l * step - REACH) / sd));
  return Float64Array.from({ length: nodes - 1 }, (_, l) => below(l + 1) - below(l));
}
