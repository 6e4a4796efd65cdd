/** Grams in a kilogram. */
export const GRAMS_PER_KG = 1000;

/** Kilograms in an international avoirdupois pound, exact by definition (1959). */
export const KG_PER_LB = 0.45359237;

/** Masses of CO2e are in grams, carbon intensities of electricity in gCO2e per kWh. */
export const Carbon = {
  /** gCO2e from electricity (kWh) of a given carbon intensity (gCO2e/kWh). */
  fromEnergy: ({
    energyKwh,
    intensityGPerKwh,
  }: {
    readonly energyKwh: number;
    readonly intensityGPerKwh: number;
  }): number => energyKwh * intensityGPerKwh,

  /** Grams from kilograms; also gCO2e/kWh from kgCO2e/kWh. */
  fromKg: (massKg: number): number => massKg * GRAMS_PER_KG,

  /** Kilograms from grams. */
  toKg: (massG: number): number => massG / GRAMS_PER_KG,

  /** gCO2e/kWh from lb/MWh, the unit of eGRID: the thousand of the grams cancels the thousand of the MWh. */
  intensityFromLbPerMwh: (lbPerMwh: number): number => lbPerMwh * KG_PER_LB,
} as const;
