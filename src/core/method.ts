/** Version of the formulas in docs/method.md. It changes when the same inputs would give other numbers. */
export const METHOD_VERSION = '1.1.0';

/** What every figure of the service states: operational, location-based, 100-year GWP, ISO 14067 CO2e. */
export const METHOD_STATEMENT = {
  version: METHOD_VERSION,
  accounting: 'location-based',
  gwp: 'GWP100',
  unit: 'CO2e',
} as const;
