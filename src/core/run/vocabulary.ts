/**
 * Where a run stands in review. Only published runs count for a factor; a better record of the same
 * execution supersedes one.
 */
export const RUN_STATUSES = ['draft', 'published', 'rejected', 'superseded'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** What the meter saw. Factors of different scopes are never averaged. */
export const ENERGY_SCOPES = ['gpu', 'node-components', 'system-wall', 'facility'] as const;
export type EnergyScope = (typeof ENERGY_SCOPES)[number];

/** The part of an execution that a phase record covers. */
export const PHASES = ['query', 'query-steady-state', 'load', 'transfer', 'prefill', 'decode'] as const;
export type Phase = (typeof PHASES)[number];

/** The phases that a factor per functional unit may be derived from. */
export const QUERY_PHASES: readonly Phase[] = ['query', 'query-steady-state'];

/** What a factor is per: the functional unit, R of ISO/IEC 21031:2024. */
export const FUNCTIONAL_UNITS = [
  'inference',
  'request',
  'sample',
  'output-token',
  'image',
  'video',
  'audio-second',
  'video-second',
  'model-load',
] as const;
export type FunctionalUnit = (typeof FUNCTIONAL_UNITS)[number];

/** Units that are measured out; the others are counted. */
export const DIVISIBLE_UNITS: readonly FunctionalUnit[] = ['audio-second', 'video-second'];
