import type { EnergyScope, FunctionalUnit, Phase } from './vocabulary.js';

/**
 * One phase of a run. Energies in joules; unknown is null, never 0.
 * `energyPerUnitJ × unitCount = energyTotalJ` where both are known.
 */
export interface PhaseDraft {
  phase: Phase;
  unit: FunctionalUnit;
  unitCount: number | null;
  energyTotalJ: number | null;
  energyGpuJ: number | null;
  energyCpuJ: number | null;
  energyRamJ: number | null;
  energyPerUnitJ: number;
  energyPerOutputTokenJ: number | null;
  durationS: number | null;
  avgPowerW: number | null;
}

/** The machine that a run was measured on. */
export interface RunHardware {
  gpuModel: string | null;
  gpuCount: number;
  gpusActive: number | null;
  nodes: number;
  cpuModel: string | null;
  ramGb: number | null;
  parallelism: string | null;
}

/** How the machine was loaded while the meter ran. */
export interface LoadShape {
  batchSizeMean: number | null;
  batchSizeMax: number | null;
  inputTokensPerUnit: number | null;
  outputTokensPerUnit: number | null;
  throughputUnitsPerS: number | null;
  latencyS: number | null;
  scenario: string | null;
}

/** The size of what was produced, for images and video. */
export interface OutputShape {
  imageWidth: number | null;
  imageHeight: number | null;
  steps: number | null;
  frames: number | null;
  fps: number | null;
}

/**
 * One measured execution, whatever way it came in: seed, file, CodeCarbon client or benchmark.
 * Identity is `sourceId` + `externalId`; bringing the same one again changes nothing.
 */
export interface RunDraft {
  sourceId: string;
  sourceVersion: string;
  externalId: string;
  sourcePath: string | null;
  sourceRow: number | null;
  licence: string | null;
  /** ISO 8601 as the source gives it: `2023-09`, `2023-09-08T12:51:22`; a time zone only where the source has one. */
  measuredAt: string | null;

  task: string;
  dataset: string | null;
  zeroShot: boolean;
  /** The form of the input where the same dataset was run in several, such as `640x480`; never averaged. */
  inputVariant: string | null;
  /** A named subset of the source, such as the runs behind a printed table. */
  cohort: string | null;
  modelId: string;
  modelIdReported: string | null;
  parameters: number | null;
  activeParameters: number | null;
  weightPrecision: string | null;
  engine: string | null;

  hardware: RunHardware;
  /** ISO 3166-1 alpha-3. */
  country: string | null;
  region: string | null;

  energyScope: EnergyScope;
  energyMethod: string;
  measured: boolean;
  meterTool: string | null;
  meterVersion: string | null;

  loadShape: LoadShape;
  outputShape: OutputShape;
  phases: PhaseDraft[];

  emissionsReportedKg: number | null;
  gridReportedGPerKwh: number | null;
  qcFlags: string[];
}
