import type { ImportDefaults } from './importers/index.js';
import type { RunDefaultsInput } from './run-defaults.input.js';

/** What a run may lack, as it is stored with an experiment. */
export type RunDefaults = Partial<Omit<ImportDefaults, 'reading' | 'powerWindow' | 'fileName'>>;

/** Where nobody says whose measurements they are. */
const DEFAULT_SOURCE = 'uploads';

/** The members that are given, by the importers' names. */
export function runDefaults({ source, ...rest }: RunDefaultsInput): RunDefaults {
  const given = Object.entries({ sourceId: source, ...rest }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

/** The request's own words win over the experiment's. */
export const importDefaults = (...layers: readonly (Partial<ImportDefaults> | null)[]): ImportDefaults =>
  Object.assign({ sourceId: DEFAULT_SOURCE }, ...layers) as ImportDefaults;
