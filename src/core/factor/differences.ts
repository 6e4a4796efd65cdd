import { isMetered } from './factor.js';
import type { Factor } from './factor.js';

type Value = string | number | boolean | null;

/** A trait that moves energy per unit, and how a difference in it reads. */
interface Trait {
  readonly of: (factor: Factor) => Value;
  readonly says: (own: string, other: string) => string;
}

const named =
  (name: string) =>
  (own: string, other: string): string =>
    `${name}: ${own} vs ${other}`;

/** Most telling first. */
const TRAITS: readonly Trait[] = [
  { of: ({ group }) => group.energyScope, says: named('scope') },
  { of: ({ group }) => group.unit, says: named('unit') },
  { of: isMetered, says: named('metered') },
  { of: ({ group }) => group.batchSize, says: (own, other) => `batch ${own} vs ${other}` },
  {
    of: ({ outputTokensPerUnit: tokens }) => (tokens === null ? null : Math.round(tokens)),
    says: (own, other) => `${own} vs ${other} output tokens`,
  },
  { of: ({ group }) => group.hardware, says: named('hardware') },
  { of: ({ group }) => group.gpusActive ?? null, says: named('GPUs at work') },
  { of: (factor) => measuredYear(factor), says: (own, other) => `year ${own} vs ${other}` },
  { of: ({ group }) => group.engine, says: named('engine') },
  { of: ({ group }) => group.weightPrecision, says: named('weight precision') },
  { of: ({ group }) => group.phase, says: named('phase') },
  { of: ({ group }) => group.parallelism, says: named('parallelism') },
  { of: ({ group }) => group.scenario, says: named('scenario') },
  { of: ({ group }) => group.outputShape, says: named('output shape') },
  { of: ({ group }) => group.inputVariant, says: named('input variant') },
  { of: ({ group }) => group.zeroShot, says: named('zero-shot') },
  { of: ({ group }) => group.energyMethod, says: named('energy method') },
  { of: ({ evidence }) => evidence.level, says: named('level of evidence') },
  { of: ({ modelId }) => modelId, says: named('AI model') },
];

/** The last year in which the runs behind a factor were measured; null where their source gives no date. */
export function measuredYear({ measured }: Pick<Factor, 'measured'>): number | null {
  const year = Number(measured.to?.slice(0, 4));
  return Number.isInteger(year) && year > 0 ? year : null;
}

/** Why a factor and another of the same task cannot be expected to agree: every trait that they differ in. */
export function differencesBetween(own: Factor, other: Factor): string[] {
  return TRAITS.flatMap(({ of, says }) => {
    const [a, b] = [of(own), of(other)];
    return a === b ? [] : [says(shown(a), shown(b))];
  });
}

const shown = (value: Value): string => (value === null ? 'not stated' : String(value));
