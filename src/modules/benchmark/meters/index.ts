export { chooseMeter, probeMeters, requireMeters, type ProbedMeter } from './choose.js';
export { CompositeMeter } from './composite.js';
export {
  requireAvailable,
  type Availability,
  type Measurement,
  type Meter,
  type MeterKind,
  type Sight,
} from './meter.js';
export { DEFAULT_METER_OPTIONS, meterOptions, type MeterOptions, type Workload } from './options.js';
export { METERS } from './registry.js';
