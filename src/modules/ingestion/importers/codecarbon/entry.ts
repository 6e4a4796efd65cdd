import { Energy } from '../../../../core/quantity/index.js';
import { amount, count, number, text, type Fields } from '../shared/fields.js';
import { Rejection } from '../shared/rejection.js';
import { CodeCarbonVersion } from './version.js';

/** One row of a CodeCarbon file, or one body of its JSON hook, in seconds, watts and joules at the IT plug. */
export interface CodeCarbonEntry {
  readonly row: number;
  readonly fields: Fields;
  /** Null for the row of a whole run. */
  readonly taskName: string | null;
  readonly timestamp: string | null;
  readonly runId: string | null;
  readonly project: string | null;
  readonly version: string | null;
  readonly durationS: number | null;
  /** Null where the row logs none. */
  readonly totalJ: number | null;
  readonly gpuJ: number | null;
  readonly cpuJ: number | null;
  readonly ramJ: number | null;
  readonly emissionsKg: number | null;
  readonly gridGPerKwh: number | null;
  /** The PUE that was taken out of the energies; null where none is known. */
  readonly pue: number | null;
  /** What to keep in mind about this row. */
  readonly flags: readonly string[];
}

/** Reads a row by the names of its columns, whichever of them its version has. */
export function readEntry(row: number, fields: Fields, statedPue?: number): CodeCarbonEntry {
  const version = CodeCarbonVersion.parse(text(fields, 'codecarbon_version'));
  const flags: string[] = [];
  const knownPue = pueOf(fields, version, statedPue, flags);
  const pue = knownPue ?? 1;
  const joules = (column: string): number | null => {
    const kwh = amount(fields, column);
    return kwh === null ? null : Energy.fromKwh(kwh) / pue;
  };
  const durationS = durationOf(fields, flags);
  const emissionsKg = amount(fields, 'emissions');
  const energyKwh = amount(fields, 'energy_consumed');
  checkRate(fields, version, emissionsKg, durationS, flags);
  checkRamTime(fields, pue, durationS, flags);
  return {
    row,
    fields,
    taskName: text(fields, 'task_name'),
    timestamp: timestampOf(fields),
    runId: runIdOf(fields, flags),
    project: text(fields, 'project_name'),
    version: text(fields, 'codecarbon_version'),
    durationS: flags.includes('duration-of-last-task') ? null : durationS,
    totalJ: joules('energy_consumed'),
    gpuJ: joules('gpu_energy'),
    cpuJ: joules('cpu_energy'),
    ramJ: joules('ram_energy'),
    emissionsKg,
    gridGPerKwh: emissionsKg === null || !energyKwh ? null : (emissionsKg / energyKwh) * 1000,
    pue: knownPue,
    flags,
  };
}

/**
 * CodeCarbon multiplies every component by the PUE it was told; a factor is per joule at the IT plug.
 * The column came with 2.2.3, and task files lack it in every version.
 */
function pueOf(
  fields: Fields,
  version: CodeCarbonVersion | null,
  stated: number | undefined,
  flags: string[],
): number | null {
  const logged = number(fields, 'pue');
  const pue = logged ?? stated;
  if (pue === undefined) {
    if (version !== null && !version.isBefore(2, 2, 3)) flags.push('pue-not-logged');
    return null;
  }
  if (!(pue >= 1)) throw new Rejection('OUT_OF_RANGE', `pue is ${pue}; it cannot be below 1`, 'pue');
  if (pue !== 1) flags.push('pue-removed');
  return pue;
}

/** 2.5.1 logged task durations of -1.8e9 s; the energy beside them is sound. */
function durationOf(fields: Fields, flags: string[]): number | null {
  const duration = number(fields, 'duration');
  if (duration === null || duration >= 0) return duration;
  flags.push('duration-negative');
  return null;
}

/** Before 2.2.0 `emissions_rate` is in g/s, then in kg/s. */
function checkRate(
  fields: Fields,
  version: CodeCarbonVersion | null,
  emissionsKg: number | null,
  durationS: number | null,
  flags: string[],
): void {
  const rate = number(fields, 'emissions_rate');
  if (rate === null || !emissionsKg || !durationS) return;
  const inGrams = version === null || version.isBefore(2, 2);
  const kgPerS = inGrams ? rate / 1000 : rate;
  if (Math.abs(kgPerS * durationS - emissionsKg) > 0.01 * emissionsKg) flags.push('emissions-rate-mismatch');
}

/** How much longer the RAM, whose power is a constant, must have been metered than the row says. */
const RAM_TIME_MARGIN = 1.25;

/** In task mode the row of the whole run has the last task's duration beside the energy of all tasks. */
function checkRamTime(fields: Fields, pue: number, durationS: number | null, flags: string[]): void {
  const ramKwh = amount(fields, 'ram_energy');
  const ramW = number(fields, 'ram_power');
  if (ramKwh === null || !ramW || !durationS || text(fields, 'task_name') !== null) return;
  const meteredS = Energy.fromKwh(ramKwh) / pue / ramW;
  if (meteredS > durationS * RAM_TIME_MARGIN) flags.push('duration-of-last-task');
}

const ISO_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2})(:\d{2}:\d{2}.*)$/;

/** Local time, usually without a zone; kept as it is. A spreadsheet that saved the file writes `2023-10-06 0:05:27`. */
function timestampOf(fields: Fields): string | null {
  const written = text(fields, 'timestamp');
  if (written === null) return null;
  const [, date = '', hour = '', rest = ''] = ISO_TIME.exec(written) ?? [];
  const timestamp = `${date}T${hour.padStart(2, '0')}${rest}`;
  if (Number.isNaN(Date.parse(timestamp)))
    throw new Rejection('ROW_UNREADABLE', `timestamp holds "${written}", not a time`, 'timestamp');
  return timestamp;
}

/** 3.2.9 and 3.3.0 write "None" for the id of a run that the API did not answer. */
function runIdOf(fields: Fields, flags: string[]): string | null {
  const runId = text(fields, 'run_id');
  if (runId !== null && !/^(none|null|nan)$/i.test(runId)) return runId;
  flags.push('run-id-missing');
  return null;
}

/** The machine as CodeCarbon describes it: `8 x NVIDIA A100-SXM4-80GB` is eight of that model. */
export function gpusOf(fields: Fields): { gpuModel: string | null; gpuCount: number | null } {
  const model = text(fields, 'gpu_model');
  const counted = /^(\d+) x (.+)$/.exec(model ?? '');
  const gpuModel = counted?.[2] ?? model;
  const gpuCount = count(fields, 'gpu_count') ?? (counted ? Number(counted[1]) : null);
  return { gpuModel, gpuCount: gpuCount ?? (gpuModel === null ? 0 : null) };
}
