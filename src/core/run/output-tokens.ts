import type { FunctionalUnit } from './vocabulary.js';

/** Units whose energy grows with the tokens that each of them puts out; per token, per image or per second it does not. */
const GROWING: readonly FunctionalUnit[] = ['inference', 'request', 'sample'];

/** Neighbouring ranges are half an octave apart, so that within one energies differ by a factor of √2 at most. */
const RANGES_PER_OCTAVE = 2;

/**
 * The range of output lengths that may be averaged, such as `431-609` around 512 tokens. Ranges are centred on the
 * powers of two and of their roots: the usual limits (128, 256, 512 …) lie amid a range, where a few tokens more or
 * less do not part repetitions of one measurement. Null where the length is not known, or the unit does not grow with it.
 */
export function outputTokenRangeOf(tokensPerUnit: number | null, unit: FunctionalUnit): string | null {
  if (tokensPerUnit === null || !GROWING.includes(unit)) return null;
  if (tokensPerUnit === 0) return '0';
  const centre = Math.round(Math.log2(tokensPerUnit) * RANGES_PER_OCTAVE);
  const [from, to] = [centre - 0.5, centre + 0.5].map((edge) => 2 ** (edge / RANGES_PER_OCTAVE));
  return `${shown(from)}-${shown(to)}`;
}

const shown = (edge = Number.NaN): string => String(Number(edge.toPrecision(3)));
