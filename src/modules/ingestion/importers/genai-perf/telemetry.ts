import { at, isFields, number, object, text, type Fields } from '../shared/fields.js';
import { Rejection } from '../shared/rejection.js';

/** What one GPU used while the tool sampled its energy counter. */
export interface MeteredGpu {
  readonly model: string | null;
  readonly metric: string;
  readonly energyJ: number;
}

/** MJ is the megajoule here, not the millijoule that NVML counts in. */
const JOULES: ReadonlyMap<string | null, number> = new Map([
  ['MJ', 1e6],
  ['kJ', 1e3],
  ['J', 1],
  ['mJ', 1e-3],
]);

const ENERGY_METRIC = /^((nvidia|amd)_)?energy_consumption$/;

/** The GPUs of either tool's telemetry; none where it has no energy. */
export function meteredGpus(record: Fields): MeteredGpu[] {
  return [...aiperfGpus(record), ...genaiPerfGpus(record)];
}

/** AIPerf: `telemetry_data.endpoints.<endpoint>.gpus.<gpu>.metrics.<metric>`. */
function aiperfGpus(record: Fields): MeteredGpu[] {
  return members(object(record, 'telemetry_data.endpoints'))
    .flatMap(([, endpoint]) => members(object(endpoint, 'gpus')))
    .flatMap(([name, gpu]) =>
      members(object(gpu, 'metrics'))
        .filter(([metric]) => ENERGY_METRIC.test(metric))
        .map(([metric, values]) => ({
          model: text(gpu, 'gpu_name'),
          metric,
          energyJ: usedJ(values, text(values, 'unit'), `${name}.${metric}`),
        })),
    );
}

/** GenAI-Perf: `telemetry_stats.energy_consumption.<gpu>`, the unit beside the GPUs. */
function genaiPerfGpus(record: Fields): MeteredGpu[] {
  const metric = 'energy_consumption';
  const stats = object(record, `telemetry_stats.${metric}`);
  return members(stats).map(([name, values]) => ({
    model: null,
    metric,
    energyJ: usedJ(values, text(stats, 'unit'), `${name}.${metric}`),
  }));
}

/**
 * The counter runs since the GPU was switched on, so its average means nothing; it only grows, so what was
 * used is the last value less the first, which are the largest and the smallest.
 */
function usedJ(values: Fields, unit: string | null, field: string): number {
  const joules = JOULES.get(unit);
  if (joules === undefined) throw new Rejection('ROW_UNREADABLE', `the unit of ${field} is ${unit}`, field);
  if (at(values, 'min') === undefined || at(values, 'max') === undefined) {
    throw new Rejection(
      'NO_ENERGY',
      `${field} is a counter that runs since the GPU was switched on, and its average says nothing of this run: min and max are needed, or a \`reading\` of your own with the telemetry left out`,
      field,
    );
  }
  const used = (number(values, 'max') ?? 0) - (number(values, 'min') ?? 0);
  if (used > 0) return used * joules;
  throw new Rejection('NO_ENERGY', `the counter ${field} did not move while it was sampled`, field);
}

function members(fields: Fields): [string, Fields][] {
  return Object.entries(fields).filter((entry): entry is [string, Fields] => isFields(entry[1]));
}
