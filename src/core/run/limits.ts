import { Energy } from '../quantity/index.js';

/** The least and the most that a number of a run may be, both included. */
export interface Limits {
  readonly min: number;
  readonly max: number;
}

/** What a column of the type `integer` holds at most: 2^31 − 1. */
const MAX_INTEGER = 2_147_483_647;

/** More GPUs or nodes than one meter sees; within `integer`. */
const MAX_DEVICES = 100_000;

/** Pixels, steps or frames: no model gives a side of a million; within `integer`. */
const SIZE: Limits = { min: 1, max: 1_000_000 };

/** Exact in JSON and in `bigint`. */
const COUNT: Limits = { min: 1, max: Number.MAX_SAFE_INTEGER };

/** 10^15 of anything that is measured: 30 million years in s, and sums and squares of it are far from overflow. */
const AMOUNT: Limits = { min: 0, max: 1e15 };

/** Beyond any machine: 10^12 kWh is a thirtieth of the world's electricity of a year (Ember, Global Electricity Review, 2025). */
const ENERGY: Limits = { min: 0, max: Energy.fromKwh(1e12) };

/**
 * The least is 1 nJ, which pays for some 270 multiplications of 32 bits at 3.7 pJ (Horowitz, Computing's Energy
 * Problem, ISSCC 2014): less than any inference, and far from where Wh and their logarithms are no numbers any more.
 * The most is 1 TWh for one unit.
 */
const ENERGY_PER_UNIT: Limits = { min: 1e-9, max: Energy.fromWh(1e12) };

/**
 * The numbers of a run, by the core's names, in its units. They hold whatever way a run comes in, so that nothing
 * is accepted that cannot be stored or counted.
 */
export const LIMITS = {
  /** An `integer` column. */
  sourceRow: { min: 0, max: MAX_INTEGER },
  parameters: COUNT,
  activeParameters: COUNT,
  emissionsReportedKg: AMOUNT,
  gridReportedGPerKwh: AMOUNT,

  gpuCount: { min: 0, max: MAX_DEVICES },
  /** Of all nodes together; an `integer` column, whatever the product of GPUs and nodes. */
  gpusActive: { min: 0, max: MAX_DEVICES },
  nodes: { min: 1, max: MAX_DEVICES },
  /** 10^9 GB is an exabyte, more than any machine has. */
  ramGb: { min: 0, max: 1e9 },

  batchSizeMean: AMOUNT,
  batchSizeMax: AMOUNT,
  inputTokensPerUnit: AMOUNT,
  outputTokensPerUnit: AMOUNT,
  throughputUnitsPerS: AMOUNT,
  latencyS: AMOUNT,

  imageWidth: SIZE,
  imageHeight: SIZE,
  steps: SIZE,
  frames: SIZE,
  /** A million frames a second is a camera for explosions. */
  fps: { min: 0, max: 1e6 },

  unitCount: AMOUNT,
  energyTotalJ: ENERGY,
  energyGpuJ: ENERGY,
  energyCpuJ: ENERGY,
  energyRamJ: ENERGY,
  energyPerUnitJ: ENERGY_PER_UNIT,
  energyPerOutputTokenJ: ENERGY_PER_UNIT,
  durationS: AMOUNT,
  avgPowerW: AMOUNT,
} as const satisfies Readonly<Record<string, Limits>>;

export type LimitedField = keyof typeof LIMITS;

/**
 * What is not 0 and less than this is a fault of a conversion: the database refuses to average numbers that come
 * near to the least double (5e-324), and a division by them overflows.
 */
export const LEAST = 1e-30;

/** How the value is beyond the limits of its field, with what to do; null where it is not. */
export function beyondLimits(field: LimitedField, value: number): string | null {
  const { min, max } = LIMITS[field];
  if (value > max) return `must not be greater than ${max}; ${WAY_OUT}`;
  if (value < min) return `must be at least ${min}; ${WAY_OUT}`;
  return value !== 0 && value < LEAST ? `must be 0 or at least ${LEAST}; ${WAY_OUT}` : null;
}

const WAY_OUT = 'check the unit that it is in, or leave it out where it is not known';
