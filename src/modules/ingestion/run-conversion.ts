import { Energy } from '../../core/quantity/index.js';
import type { EnergyScope, FunctionalUnit, Phase, PhaseDraft, RunDraft } from '../../core/run/index.js';
import type { RunInput } from './run.input.js';
import type { RunPhaseInput } from './run-phase.input.js';

// The wire speaks kWh and Wh, the core joules; these two functions are each other's inverse.

export function toDraft(input: RunInput): RunDraft {
  const { hardware } = input;
  return {
    sourceId: input.source,
    sourceVersion: input.sourceVersion ?? '1',
    externalId: input.externalId,
    sourcePath: input.sourcePath ?? null,
    sourceRow: input.sourceRow ?? null,
    licence: input.licence ?? null,
    measuredAt: input.measuredAt ?? null,
    task: input.task,
    dataset: input.dataset ?? null,
    zeroShot: input.zeroShot ?? false,
    inputVariant: input.inputVariant ?? null,
    cohort: input.cohort ?? null,
    modelId: input.model,
    modelIdReported: input.modelReported ?? null,
    parameters: input.parameters ?? null,
    activeParameters: input.activeParameters ?? null,
    weightPrecision: input.weightPrecision ?? null,
    engine: input.engine ?? null,
    hardware: {
      gpuModel: hardware.gpuModel ?? null,
      gpuCount: hardware.gpuCount,
      gpusActive: hardware.gpusActive ?? null,
      nodes: hardware.nodes ?? 1,
      cpuModel: hardware.cpuModel ?? null,
      ramGb: hardware.ramGb ?? null,
      parallelism: hardware.parallelism ?? null,
    },
    country: input.country ?? null,
    region: input.region ?? null,
    energyScope: input.scope as EnergyScope,
    energyMethod: input.energyMethod,
    measured: input.measured ?? true,
    meterTool: input.meterTool ?? null,
    meterVersion: input.meterVersion ?? null,
    loadShape: {
      batchSizeMean: input.batchSizeMean ?? null,
      batchSizeMax: input.batchSizeMax ?? null,
      inputTokensPerUnit: input.inputTokensPerUnit ?? null,
      outputTokensPerUnit: input.outputTokensPerUnit ?? null,
      throughputUnitsPerS: input.throughputUnitsPerS ?? null,
      latencyS: input.latencyS ?? null,
      scenario: input.scenario ?? null,
    },
    outputShape: {
      imageWidth: input.imageWidth ?? null,
      imageHeight: input.imageHeight ?? null,
      steps: input.steps ?? null,
      frames: input.frames ?? null,
      fps: input.fps ?? null,
    },
    phases: input.phases.map(toPhaseDraft),
    emissionsReportedKg: input.emissionsReportedKgCo2e ?? null,
    gridReportedGPerKwh: input.gridReportedGPerKwh ?? null,
    qcFlags: [...new Set(input.flags ?? [])],
  };
}

function toPhaseDraft(input: RunPhaseInput): PhaseDraft {
  const energyTotalJ = joules(input.energyKwh, Energy.fromKwh);
  const unitCount = input.unitCount ?? null;
  // not a number where neither way gives it; the invariants then name the field
  const derived = energyTotalJ !== null && unitCount !== null ? energyTotalJ / unitCount : Number.NaN;
  return {
    phase: input.phase as Phase,
    unit: input.unit as FunctionalUnit,
    unitCount,
    energyTotalJ,
    energyGpuJ: joules(input.energyGpuKwh, Energy.fromKwh),
    energyCpuJ: joules(input.energyCpuKwh, Energy.fromKwh),
    energyRamJ: joules(input.energyRamKwh, Energy.fromKwh),
    energyPerUnitJ: joules(input.energyWhPerUnit, Energy.fromWh) ?? derived,
    energyPerOutputTokenJ: joules(input.energyWhPerOutputToken, Energy.fromWh),
    durationS: input.durationS ?? null,
    avgPowerW: input.avgPowerW ?? null,
  };
}

const joules = (value: number | null | undefined, convert: (value: number) => number): number | null =>
  value === null || value === undefined ? null : convert(value);

/** A draft as somebody would have sent it, without what is not known. */
export function toRunInput(draft: RunDraft): Record<string, unknown> {
  const { sourceId, modelId, modelIdReported, energyScope, emissionsReportedKg, qcFlags, ...rest } = draft;
  const { hardware, loadShape, outputShape, phases, ...own } = rest;
  return known({
    source: sourceId,
    ...own,
    model: modelId,
    modelReported: modelIdReported,
    scope: energyScope,
    hardware: known({ ...hardware }),
    ...loadShape,
    ...outputShape,
    emissionsReportedKgCo2e: emissionsReportedKg,
    flags: qcFlags,
    phases: phases.map((phase) =>
      known({
        phase: phase.phase,
        unit: phase.unit,
        unitCount: phase.unitCount,
        energyKwh: phase.energyTotalJ && Energy.toKwh(phase.energyTotalJ),
        energyGpuKwh: phase.energyGpuJ && Energy.toKwh(phase.energyGpuJ),
        energyCpuKwh: phase.energyCpuJ && Energy.toKwh(phase.energyCpuJ),
        energyRamKwh: phase.energyRamJ && Energy.toKwh(phase.energyRamJ),
        energyWhPerUnit: phase.energyPerUnitJ && Energy.toWh(phase.energyPerUnitJ),
        energyWhPerOutputToken: phase.energyPerOutputTokenJ && Energy.toWh(phase.energyPerOutputTokenJ),
        durationS: phase.durationS,
        avgPowerW: phase.avgPowerW,
      }),
    ),
  });
}

const known = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
