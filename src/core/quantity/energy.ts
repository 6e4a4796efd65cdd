/** Joules in a watt-hour: one watt for 3,600 seconds. */
export const JOULES_PER_WH = 3600;

/** Joules in a kilowatt-hour, 3.6 × 10⁶ exactly. */
export const JOULES_PER_KWH = 3.6e6;

/**
 * Energy is kept in joules and leaves in Wh or kWh.
 *
 * Watt-hours per inference and kilowatt-hours per 1,000 inferences are the same number, so an energy
 * intensity in Wh per unit can be read against papers that print kWh per 1,000 without converting.
 */
export const Energy = {
  /** Joules from a constant power (W) held for a time (s). */
  fromPowerAndTime: ({ powerW, timeS }: { readonly powerW: number; readonly timeS: number }): number =>
    powerW * timeS,

  /** Joules from watt-hours. */
  fromWh: (energyWh: number): number => energyWh * JOULES_PER_WH,

  /** Joules from kilowatt-hours. */
  fromKwh: (energyKwh: number): number => energyKwh * JOULES_PER_KWH,

  /** Watt-hours from joules. */
  toWh: (energyJ: number): number => energyJ / JOULES_PER_WH,

  /** Kilowatt-hours from joules. */
  toKwh: (energyJ: number): number => energyJ / JOULES_PER_KWH,

  /** Kilowatt-hours used by a number of units that take some watt-hours each. */
  kwhOfUnits: ({ whPerUnit, units }: { readonly whPerUnit: number; readonly units: number }): number =>
    (whPerUnit * units) / 1000,
} as const;
