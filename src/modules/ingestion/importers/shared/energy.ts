import type { EnergyScope, FunctionalUnit, Phase, PhaseDraft } from '../../../../core/run/index.js';
import type { ImportDefaults } from '../import-defaults.js';
import { Rejection } from './rejection.js';
import { ratio } from './fields.js';

/** Energies of one phase in joules; unknown is null. */
export interface PhaseEnergy {
  readonly totalJ: number;
  readonly gpuJ: number | null;
  readonly cpuJ: number | null;
  readonly ramJ: number | null;
  readonly durationS: number | null;
}

/** An energy and the meter it came from. */
export interface EnergySource {
  readonly energy: PhaseEnergy;
  readonly energyScope: EnergyScope;
  readonly energyMethod: string;
  readonly measured: boolean;
  readonly meterTool: string | null;
  readonly meterVersion: string | null;
}

/** The parameter that gives a reading; those that must go with it are named beside it. */
const READING = 'readingEnergyKwh';
const GIVE_READING =
  "give a meter's reading beside the file: `readingEnergyKwh`, `readingScope` and `readingMethod`";

/** The energy that a meter saw on the GPUs alone. */
export const gpuEnergy = (gpuJ: number, durationS: number | null): PhaseEnergy => ({
  totalJ: gpuJ,
  gpuJ,
  cpuJ: null,
  ramJ: null,
  durationS,
});

/**
 * The energy of a file's only record: its own, or the reading that came beside the file.
 * `without` says why this format has none.
 */
export function energyOf(own: EnergySource | null, defaults: ImportDefaults, without: string): EnergySource {
  const { reading } = defaults;
  if (own !== null && reading !== undefined) {
    throw new Rejection(
      'ENERGY_AMBIGUOUS',
      'the file carries its energy itself: leave out `readingEnergyKwh` and what goes with it',
      READING,
    );
  }
  if (own !== null) return own;
  if (reading === undefined) {
    throw new Rejection('NO_ENERGY', `${without}: ${GIVE_READING}`, READING);
  }
  const { energyScope, energyMethod, measured, meterTool, meterVersion, ...energy } = reading;
  return { energy, energyScope, energyMethod, measured, meterTool, meterVersion };
}

/** A reading covers one file, so it cannot be divided among several records. */
export function requireOneRecord(rows: number, defaults: ImportDefaults, wayOut: string): void {
  if (defaults.reading !== undefined && rows > 1) {
    throw new Rejection(
      'ENERGY_AMBIGUOUS',
      `one reading cannot be divided among ${rows} records: ${wayOut}`,
      READING,
    );
  }
}

/** A phase whose energy is above 0. `count` is the number of units that it covers. */
export function phaseOf(
  phase: Phase,
  unit: FunctionalUnit,
  count: number,
  energy: PhaseEnergy,
  outputTokens: number | null = null,
): PhaseDraft {
  const { totalJ, durationS } = energy;
  if (!(totalJ > 0)) {
    throw new Rejection('NO_ENERGY', `the energy of the ${phase} phase is ${totalJ} J`, 'energy');
  }
  return {
    phase,
    unit,
    unitCount: count,
    energyTotalJ: totalJ,
    energyGpuJ: energy.gpuJ,
    energyCpuJ: energy.cpuJ,
    energyRamJ: energy.ramJ,
    energyPerUnitJ: totalJ / count,
    energyPerOutputTokenJ: ratio(totalJ, outputTokens),
    durationS,
    avgPowerW: ratio(totalJ, durationS),
  };
}
