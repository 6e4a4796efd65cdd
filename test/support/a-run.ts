import type { PhaseDraft, RunDraft } from '../../src/core/run/index.js';

/** 0.04 kWh for 1,000 inferences in 10 minutes. */
export const aQuery: PhaseDraft = {
  phase: 'query',
  unit: 'inference',
  unitCount: 1000,
  energyTotalJ: 144_000,
  energyGpuJ: null,
  energyCpuJ: null,
  energyRamJ: null,
  energyPerUnitJ: 144,
  energyPerOutputTokenJ: null,
  durationS: 600,
  avgPowerW: null,
};

/** A run that is right. */
export const aRun: RunDraft = {
  sourceId: 'my-lab-2026',
  sourceVersion: '1',
  externalId: 'r1',
  sourcePath: null,
  sourceRow: null,
  licence: null,
  measuredAt: '2026-01',
  task: 'summarization',
  dataset: 'samsum',
  zeroShot: false,
  inputVariant: null,
  cohort: null,
  modelId: 'facebook/bart-large-cnn',
  modelIdReported: null,
  parameters: null,
  activeParameters: null,
  weightPrecision: null,
  engine: null,
  hardware: {
    gpuModel: 'NVIDIA A100-SXM4-80GB',
    gpuCount: 1,
    gpusActive: null,
    nodes: 1,
    cpuModel: null,
    ramGb: null,
    parallelism: null,
  },
  country: null,
  region: null,
  energyScope: 'gpu',
  energyMethod: 'nvml',
  measured: true,
  meterTool: null,
  meterVersion: null,
  loadShape: {
    batchSizeMean: null,
    batchSizeMax: null,
    inputTokensPerUnit: null,
    outputTokensPerUnit: null,
    throughputUnitsPerS: null,
    latencyS: null,
    scenario: null,
  },
  outputShape: { imageWidth: null, imageHeight: null, steps: null, frames: null, fps: null },
  phases: [aQuery],
  emissionsReportedKg: null,
  gridReportedGPerKwh: null,
  qcFlags: [],
};

export const withPhase = (phase: Partial<PhaseDraft>): RunDraft => ({
  ...aRun,
  phases: [{ ...aQuery, ...phase }],
});
export const withMachine = (machine: Partial<RunDraft['hardware']>): RunDraft => ({
  ...aRun,
  hardware: { ...aRun.hardware, ...machine },
});
