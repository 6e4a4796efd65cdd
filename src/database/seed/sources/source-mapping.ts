import type { SourcePedigree } from '../../../core/quality/index.js';
import type { EnergyScope, FunctionalUnit, Phase, RunDraft, RunHardware } from '../../../core/run/index.js';
import { ENERGY_SCOPES, FUNCTIONAL_UNITS, PHASES } from '../../../core/run/index.js';

/** One CSV row, by column name; a blank cell is the empty string. */
export type Row = Record<string, string>;

/** The `source.json` beside a measured source's CSV files. Unknown is null. */
export interface SourceFile {
  id: string;
  version: string;
  title: string;
  authors: string[];
  publisher: string;
  year: number | null;
  urls: string[];
  doi: string | null;
  arxiv: string | null;
  upstreamRevision: string | null;
  licence: { id: string; name: string; url: string | null; attribution: string };
  energyScope: EnergyScope;
  energyMethod: string;
  measured: boolean;
  meter: { tool: string; version: string | null; method: string };
  /** Constants that hold for every run of the source; null where the rows themselves say it. */
  hardware: SourceHardware | null;
  /** The grid zone that the source's own grams were computed with; null or absent where it names none. */
  defaultZone?: string | null;
  /** The named subset of runs that task factors are derived from; absent where all runs are. */
  taskCohort?: { name: string; description: string };
  measuredFrom?: string;
  measuredTo?: string;
  /** A table of means that the source prints; absent where it prints none. */
  published?: {
    file: string;
    citation: string;
    unit: FunctionalUnit;
    phase: Phase;
    batchSize: number | null;
  };
  /** How good its figures are apart from the use that is made of them; absent where nobody has judged. */
  pedigree?: SourcePedigree;
  retrievedAt: string | null;
  extractedAt: string | null;
  runsFile: string;
  rows: number;
  notes: string[];
}

/** The machine behind every run of a source that used only one. */
export interface SourceHardware {
  slug: string;
  gpuModel: string;
  gpuCount: number;
  gpusActive: number | null;
  nodes: number;
  cpuModel: string | null;
  cpuPowerW: number | null;
  ramGb: number | null;
  ramPowerW: number | null;
  /** Where the machine stood, which a meter's geolocation can miss. */
  country: string | null;
  region: string | null;
}

/** The machine of a source whose every run used the same one. */
export function hardwareOf(source: SourceFile): RunHardware {
  if (source.hardware === null) throw new Error(`${source.id}: source.json names no hardware`);
  const { gpuModel, gpuCount, gpusActive, nodes, cpuModel, ramGb } = source.hardware;
  return { gpuModel, gpuCount, gpusActive, nodes, cpuModel, ramGb, parallelism: null };
}

/** How the rows of one source become runs. Adding a source is one such file and one line in `index.ts`. */
export interface SourceMapping {
  /** Below `data/`: `<source>/<version>`. */
  folder: string;
  rowToRun(row: Row, source: SourceFile): RunDraft;
}

/** A record that cannot be read as a run. It is left out and reported; any other error is a fault of the program. */
export class RecordFault extends Error {
  override readonly name = 'RecordFault';
}

/** The joules in a kilowatt-hour. */
const J_PER_KWH = 3.6e6;

/** A cell's text; blank or absent is null. */
export function text(row: Row, column: string): string | null {
  const cell = row[column]?.trim();
  return cell ? cell : null;
}

/** A cell that must hold something. `at` names the row in the message. */
export function required(row: Row, column: string, at: string): string {
  const cell = text(row, column);
  if (cell === null) throw new RecordFault(`${at}: column "${column}" is empty`);
  return cell;
}

/** A cell's number; blank is null, anything else that is not a finite decimal number throws. */
export function number(row: Row, column: string, at: string): number | null {
  const cell = text(row, column);
  if (cell === null) return null;
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(cell) ? Number(cell) : Number.NaN;
  if (!Number.isFinite(value))
    throw new RecordFault(`${at}: column "${column}" holds "${cell}", not a number`);
  return value;
}

/** A number that must be there. */
export function requiredNumber(row: Row, column: string, at: string): number {
  const value = number(row, column, at);
  if (value === null) throw new RecordFault(`${at}: column "${column}" is empty`);
  return value;
}

/** A whole number, or null where blank. */
export function integer(row: Row, column: string, at: string): number | null {
  const value = number(row, column, at);
  if (value !== null && !Number.isInteger(value)) {
    throw new RecordFault(`${at}: column "${column}" holds "${value}", not a whole number`);
  }
  return value;
}

/** A column of kilowatt-hours, in joules. */
export function joules(row: Row, column: string, at: string): number | null {
  const kwh = number(row, column, at);
  return kwh === null ? null : kwh * J_PER_KWH;
}

/** A `0`/`1` column; any other text throws. */
export function flag(row: Row, column: string, at: string): boolean {
  const cell = required(row, column, at);
  if (cell !== '0' && cell !== '1')
    throw new RecordFault(`${at}: column "${column}" holds "${cell}", not 0 or 1`);
  return cell === '1';
}

/** The quality flags of a row, however the source separates them. */
export function flags(row: Row, column: string): string[] {
  return (row[column] ?? '').split(/[;|,\s]+/).filter((part) => part !== '');
}

export const phase = (row: Row, column: string, at: string): Phase => oneOf(PHASES, row, column, at);

export const unit = (row: Row, column: string, at: string): FunctionalUnit =>
  oneOf(FUNCTIONAL_UNITS, row, column, at);

export const energyScope = (row: Row, column: string, at: string): EnergyScope =>
  oneOf(ENERGY_SCOPES, row, column, at);

function oneOf<T extends string>(allowed: readonly T[], row: Row, column: string, at: string): T {
  const cell = required(row, column, at);
  const found = allowed.find((value) => value === cell);
  if (found === undefined) {
    throw new RecordFault(`${at}: column "${column}" holds "${cell}", not one of ${allowed.join(', ')}`);
  }
  return found;
}
