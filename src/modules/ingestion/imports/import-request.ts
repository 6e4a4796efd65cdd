import { basename } from 'node:path/posix';
import { DomainError } from '../../../core/errors/index.js';
import { Energy } from '../../../core/quantity/index.js';
import type { EnergyReading, ImportDefaults } from '../importers/index.js';
import { runDefaults } from '../run-defaults.js';
import type { ImportQuery } from './import.input.js';

/** A name to show and to keep, never a path: folders are left off, of Unix and of Windows. */
export function plainFileName(given: string | undefined): string | null {
  if (given === undefined) return null;
  const name = basename(given.replaceAll('\\', '/')).trim();
  // eslint-disable-next-line no-control-regex
  if (name === '' || /^\.+$/.test(name) || name.length > 300 || /[\u0000-\u001f\u007f]/.test(name)) {
    throw DomainError.field(
      'VALIDATION_FAILED',
      'fileName',
      'fileName must name a file, in at most 300 characters without control characters',
    );
  }
  return name;
}

/** What the request itself says of the file's runs. */
export function requestDefaults(query: ImportQuery, fileName: string | null): Partial<ImportDefaults> {
  const { format, fileName: _name, experiment, dryRun, async, ...rest } = query;
  const { powerWindowBegin: begin, powerWindowEnd: end, ...others } = rest;
  const window = begin !== undefined && end !== undefined ? { powerWindow: { begin, end } } : {};
  const reading = readingOf(query);
  const own = Object.entries(others).filter(([name]) => !name.startsWith('reading'));
  return {
    ...runDefaults(Object.fromEntries(own)),
    ...window,
    ...(fileName !== null && { fileName }),
    ...(reading && { reading }),
  };
}

function readingOf(query: ImportQuery): EnergyReading | null {
  if (query.readingEnergyKwh === undefined) return null;
  const { readingScope: energyScope, readingMethod: energyMethod } = query;
  if (energyScope === undefined) throw missing('readingScope');
  if (energyMethod === undefined) throw missing('readingMethod');
  const joules = (kwh: number | undefined): number | null => (kwh === undefined ? null : Energy.fromKwh(kwh));
  return {
    totalJ: Energy.fromKwh(query.readingEnergyKwh),
    gpuJ: joules(query.readingEnergyGpuKwh),
    cpuJ: joules(query.readingEnergyCpuKwh),
    ramJ: joules(query.readingEnergyRamKwh),
    durationS: query.readingDurationS ?? null,
    energyScope,
    energyMethod,
    measured: query.readingMeasured ?? true,
    meterTool: query.readingTool ?? null,
    meterVersion: query.readingToolVersion ?? null,
  };
}

const missing = (field: string): DomainError =>
  DomainError.field('VALIDATION_FAILED', field, `${field} must be given with readingEnergyKwh`);
