import type { FieldError } from '../errors/index.js';
import { Energy } from '../quantity/index.js';
import { maximumPowerW } from './power-limits.js';
import type { PhaseDraft, RunDraft } from './run-draft.js';

/**
 * gCO2e per kWh beyond which a unit is wrong: nearly twice the dirtiest electricity, hard coal without capture at
 * up to 1,095 g (UNECE, Life Cycle Assessment of Electricity Generation Options, 2021).
 */
export const MAX_GRID_G_PER_KWH = 2_000;

/**
 * What no machine and no grid can do: kWh for Wh, kg for g, ms for s. A person may overrule it, with a reason,
 * since hardware outgrows tables; the invariants of validate.ts nobody may.
 */
export function implausibilities(draft: RunDraft): FieldError[] {
  const limit = maximumPowerW(draft);
  const power = draft.phases.flatMap((phase, index) => powerOf(phase, `phases.${index}`, limit));
  return [...power, ...emissionsOf(draft)];
}

function powerOf(phase: PhaseDraft, path: string, limit: number): FieldError[] {
  const { avgPowerW, energyTotalJ, durationS } = phase;
  const errors: FieldError[] = [];
  if (avgPowerW !== null && avgPowerW > limit) {
    errors.push(implausible(`${path}.avgPowerW`, `${watts(avgPowerW)} is over ${tooMuch(limit)}`));
  }
  if (energyTotalJ !== null && durationS !== null && energyTotalJ > limit * durationS) {
    const drawn = durationS > 0 ? `means ${watts(energyTotalJ / durationS)}, over` : 'in no time is over';
    errors.push(implausible(`${path}.durationS`, `with the energy ${drawn} ${tooMuch(limit)}`));
  }
  return errors;
}

const watts = (value: number): string => `${Number(value.toPrecision(4))} W`;

const tooMuch = (limit: number): string =>
  `what the hardware can draw (${watts(limit)}); check units and counts`;

function emissionsOf(draft: RunDraft): FieldError[] {
  const errors: FieldError[] = [];
  const { gridReportedGPerKwh: grid, emissionsReportedKg: kg } = draft;
  const range = `0 to ${MAX_GRID_G_PER_KWH} gCO2e per kWh of any grid`;
  if (grid !== null && grid > MAX_GRID_G_PER_KWH) {
    errors.push(implausible('gridReportedGPerKwh', `is beyond the ${range}`));
  }
  const energyKwh = totalKwh(draft);
  if (kg !== null && energyKwh !== null && kg * 1_000 > energyKwh * MAX_GRID_G_PER_KWH) {
    errors.push(implausible('emissionsReportedKgCo2e', `for the energy given is beyond the ${range}`));
  }
  return errors;
}

/** Null where a phase gives no total: emissions of the whole cannot be held against a part. */
function totalKwh({ phases }: RunDraft): number | null {
  const totals = phases.map((phase) => phase.energyTotalJ);
  return totals.every((total) => total !== null)
    ? Energy.toKwh(totals.reduce((sum, total) => sum + total, 0))
    : null;
}

const implausible = (field: string, message: string): FieldError => ({ field, code: 'IMPLAUSIBLE', message });
