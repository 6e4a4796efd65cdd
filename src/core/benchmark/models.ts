import { requireNonNegative, requirePositive } from '../quantity/index.js';

/**
 * Power of one logical processor at full load, W, where the processor's thermal design power is not known:
 * the mean of AWS's processors, from SPECpower results. Source: Cloud Carbon Footprint, AWS constants
 * (`MAX_WATTS_AVG`), 2021. Other clouds' means are up to a fifth higher.
 */
export const WATTS_PER_LOGICAL_CPU = 3.5;

/**
 * Mean relative error of processor power by time and TDP against RAPL, on the 106 load points that CodeCarbon
 * publishes with its sources (2025). Taken as the standard uncertainty where the TDP is known.
 */
export const CPU_MODEL_UNCERTAINTY = 0.39;

/**
 * Power of memory, W per GB: 3 W per 8 GB, as CodeCarbon 2 has it (2021) and the study behind the core data
 * set used (430.8 W for its node).
 */
export const WATTS_PER_GB_RAM = 3 / 8;

/** Joules of processor time: each logical processor's share of the package power, for as long as it worked. */
export function cpuModelEnergyJ(load: {
  readonly cpuTimeS: number;
  readonly tdpW: number;
  readonly logicalCpus: number;
}): number {
  const shareW = requirePositive('tdpW', load.tdpW) / requirePositive('logicalCpus', load.logicalCpus);
  return requireNonNegative('cpuTimeS', load.cpuTimeS) * shareW;
}

/** Joules of memory held for a time: a constant power, whatever the load. */
export function ramModelEnergyJ(memory: { readonly bytes: number; readonly durationS: number }): number {
  const gigabytes = requireNonNegative('bytes', memory.bytes) / 1e9;
  return gigabytes * WATTS_PER_GB_RAM * requireNonNegative('durationS', memory.durationS);
}
