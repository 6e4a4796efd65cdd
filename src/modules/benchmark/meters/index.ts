export { chooseMeter, probeMeters, type ProbedMeter } from './choose.js';
export { CompositeMeter } from './composite.js';
export type { Availability, Measurement, Meter, MeterKind } from './meter.js';
export { DEFAULT_METER_OPTIONS, meterOptions, type MeterOptions, type Workload } from './options.js';
export { METERS } from './registry.js';
