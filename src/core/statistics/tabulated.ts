/** Between neighbouring edges of the table a logarithm moves by 1 to 2 % where it spans sixty in all. */
const BINS = 4096;

/**
 * The distribution of a figure that is known at the nodes of lines: between one node and the next it is taken to
 * spread evenly, with the probability that lies between them, and all lines count alike. Its cumulative probability
 * is tabulated at equal steps, exactly, and is a straight line between them.
 */
export class TabulatedDistribution {
  private readonly least: number;
  private readonly step: number;
  private readonly cumulative: Float64Array;

  /**
   * @param values - of the figure, node after node and line after line
   * @param masses - the probability between the nodes of one line, which sum to 1
   */
  constructor(values: Float64Array, masses: Float64Array) {
    let [least, greatest] = [Infinity, -Infinity];
    for (const value of values) {
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    this.least = least;
    this.step = (greatest - least) / BINS;
    this.cumulative = this.step > 0 ? cumulate(values, masses, least, this.step) : new Float64Array(BINS + 1);
  }

  /** P(figure ≤ x). */
  below(x: number): number {
    if (this.step === 0) return x < this.least ? 0 : x > this.least ? 1 : 0.5;
    const place = Math.min(Math.max((x - this.least) / this.step, 0), BINS);
    const edge = Math.min(Math.floor(place), BINS - 1);
    const [low, high] = [this.cumulative[edge]!, this.cumulative[edge + 1]!];
    return low + (high - low) * (place - edge);
  }

  /** The figure below which lies the probability p. */
  quantile(p: number): number {
    if (this.step === 0) return this.least;
    const next = Math.max(
      1,
      this.cumulative.findIndex((probability) => probability >= p),
    );
    const [low, high] = [this.cumulative[next - 1]!, this.cumulative[next]!];
    return this.least + (next - 1 + (p - low) / (high - low)) * this.step;
  }
}

/** The cumulative probability at every edge: a stretch between nodes rises from its first edge to its last. */
function cumulate(values: Float64Array, masses: Float64Array, least: number, step: number): Float64Array {
  const jumps = new Float64Array(BINS + 2);
  const rises = new Float64Array(BINS + 2);
  const lines = values.length / (masses.length + 1);
  for (let line = 0, node = 0; line < lines; line++, node++) {
    for (let l = 0; l < masses.length; l++, node++) {
      const [one, other] = [values[node]! - least, values[node + 1]! - least];
      const [low, high] = one < other ? [one / step, other / step] : [other / step, one / step];
      const [first, last] = [Math.ceil(low), Math.ceil(high)];
      const mass = masses[l]! / lines;
      if (first === last) {
        jumps[last]! += mass;
        continue;
      }
      const rise = mass / (high - low);
      jumps[first]! += rise * (first - low);
      jumps[last]! += mass - rise * (last - low);
      rises[first]! += rise;
      rises[last]! -= rise;
    }
  }
  return accumulate(jumps, rises);
}

function accumulate(jumps: Float64Array, rises: Float64Array): Float64Array {
  let [total, rise] = [0, 0];
  return Float64Array.from({ length: BINS + 1 }, (_, edge) => {
    total += rise + jumps[edge]!;
    rise += rises[edge]!;
    return total;
  });
}
