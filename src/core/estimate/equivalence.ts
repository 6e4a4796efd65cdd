/** An everyday thing and what one of it takes, in kWh or in kgCO2e. */
export interface EquivalenceFactor {
  readonly quantity: 'energy' | 'emissions';
  /** kWh, or kgCO2e, for one. */
  readonly perOne: number;
}

/** How many of an everyday thing use as much energy, or cause as much CO2e. Never energy by way of grams. */
export function equivalentsOf(
  { quantity, perOne }: EquivalenceFactor,
  { energyKwh, emissionsKgCo2e }: { readonly energyKwh: number; readonly emissionsKgCo2e: number },
): number {
  return (quantity === 'energy' ? energyKwh : emissionsKgCo2e) / perOne;
}
