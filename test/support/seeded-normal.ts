// Read once: in the contexts that specs run in, each look-up of a global is slow.
const { imul, sqrt, log, cos, PI } = Math;

/**
 * Standard normal deviates that repeat for a seed, by Box and Muller (1958) over mulberry32. For the
 * simulations that specs hold the formulas against; no estimate is computed by simulation.
 */
export function seededNormal(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => sqrt(-2 * log(1 - uniform())) * cos(2 * PI * uniform());
}
