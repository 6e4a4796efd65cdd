/** What a component's energy is of. `node` is a whole machine as its meter defines it, parts included. */
export const COMPONENTS = ['cpu', 'gpu', 'dram', 'node'] as const;
export type Component = (typeof COMPONENTS)[number];

/** How the joules came about, best first. */
export const METER_METHODS = ['counter', 'power-sampled', 'model'] as const;
export type MeterMethod = (typeof METER_METHODS)[number];

/** What may be claimed of the joules, best first. A model is `estimated`, whatever it is fed with. */
export const READING_QUALITIES = ['measured', 'measured-external', 'estimated'] as const;
export type ReadingQuality = (typeof READING_QUALITIES)[number];

export interface ComponentEnergy {
  readonly component: Component;
  readonly meter: string;
  readonly method: MeterMethod;
  readonly quality: ReadingQuality;
  readonly energyJ: number;
  /** The smallest energy that the meter tells apart over this window, J; null where unknown. */
  readonly resolutionJ: number | null;
}

export interface MeterWarning {
  readonly code: string;
  readonly message: string;
}

/** What a meter saw between start and stop. */
export interface Reading {
  /** Names of the meters, joined by `+`. */
  readonly meter: string;
  /** The weakest method of any component; null where nothing was metered. */
  readonly method: MeterMethod | null;
  readonly quality: ReadingQuality | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationS: number;
  /** How often a counter or a sensor was read. */
  readonly samples: number;
  /** The longest time between two of them, s; null where a single value was used. */
  readonly largestGapS: number | null;
  readonly components: readonly ComponentEnergy[];
  /** The workload's share of the host's busy processor time, 0 to 1; null where it cannot be told. */
  readonly exclusivity: number | null;
  /** The share of processor time that a hypervisor gave to other guests, 0 to 1. */
  readonly steal: number | null;
  /** Relative standard uncertainty of the total; null where the sensor's own error is not known. */
  readonly uncertainty: number | null;
  readonly warnings: readonly MeterWarning[];
}

/** Joules of all components; null where nothing was metered, which is not 0 J. */
export function totalEnergyJ({ components }: Pick<Reading, 'components'>): number | null {
  return components.length === 0 ? null : components.reduce((sum, { energyJ }) => sum + energyJ, 0);
}

/** Joules of one component; null where no meter covers it. */
export function componentEnergyJ({ components }: Reading, wanted: Component): number | null {
  return totalEnergyJ({ components: components.filter(({ component }) => component === wanted) });
}

/** The weakest in a list that goes from best to worst; null for none. */
export function weakest<T>(order: readonly T[], found: readonly T[]): T | null {
  const rank = Math.max(-1, ...found.map((item) => order.indexOf(item)));
  return order[rank] ?? null;
}

/**
 * Several meters over the same window as one reading. Uncertainties add up in proportion to the energies, as
 * if the meters erred together: that bounds them, since nobody knows how their errors go together.
 */
export function combineReadings(readings: readonly [Reading, ...Reading[]]): Reading {
  const components = readings.flatMap((reading) => reading.components);
  return {
    meter: readings.map(({ meter }) => meter).join('+'),
    method: weakest(
      METER_METHODS,
      components.map(({ method }) => method),
    ),
    quality: weakest(
      READING_QUALITIES,
      components.map(({ quality }) => quality),
    ),
    startedAt: readings[0].startedAt,
    durationS: Math.max(...readings.map(({ durationS }) => durationS)),
    samples: readings.reduce((sum, { samples }) => sum + samples, 0),
    largestGapS: extreme(Math.max, readings, ({ largestGapS }) => largestGapS),
    components,
    exclusivity: extreme(Math.min, readings, ({ exclusivity }) => exclusivity),
    steal: extreme(Math.max, readings, ({ steal }) => steal),
    uncertainty: combinedUncertainty(readings),
    warnings: distinct(readings.flatMap(({ warnings }) => warnings)),
  };
}

function extreme(
  choose: (...values: number[]) => number,
  readings: readonly Reading[],
  of: (reading: Reading) => number | null,
): number | null {
  const known = readings.map(of).filter((value) => value !== null);
  return known.length === 0 ? null : choose(...known);
}

function combinedUncertainty(readings: readonly Reading[]): number | null {
  let energyJ = 0;
  let errorJ = 0;
  for (const reading of readings) {
    const partJ = totalEnergyJ(reading);
    if (partJ === null) continue;
    if (reading.uncertainty === null) return null;
    energyJ += partJ;
    errorJ += partJ * reading.uncertainty;
  }
  return energyJ > 0 ? errorJ / energyJ : null;
}

function distinct(warnings: readonly MeterWarning[]): MeterWarning[] {
  return [...new Map(warnings.map((warning) => [`${warning.code} ${warning.message}`, warning])).values()];
}
