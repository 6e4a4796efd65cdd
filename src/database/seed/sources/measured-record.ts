import type { PhaseDraft, RunDraft } from '../../../core/run/index.js';
import type { Row, SourceFile } from './source-mapping.js';
import {
  energyScope,
  flags,
  integer,
  number,
  phase,
  required,
  requiredNumber,
  text,
  unit,
} from './source-mapping.js';

const PER_BILLION = 1e9;

/** Which accelerators of the machine worked, where the source's method says so. */
export type ActiveGpus = 'all' | 'unknown';

/**
 * A run from a table in the common record shape: one row per configuration with its energy per unit,
 * totals and counts not given.
 */
export function recordToRun(row: Row, source: SourceFile, active: ActiveGpus): RunDraft {
  const path = text(row, 'source_path') ?? '?';
  const at = `${source.id} ${path} row ${row['source_row'] ?? '?'}`;
  const gpuCount = requiredNumber(row, 'gpu_count', at);
  return {
    sourceId: source.id,
    sourceVersion: text(row, 'source_version') ?? source.version,
    externalId: `${required(row, 'source_path', at)}#${required(row, 'source_row', at)}`,
    sourcePath: path,
    sourceRow: integer(row, 'source_row', at),
    licence: source.licence.id,
    measuredAt: text(row, 'measured_at'),

    task: required(row, 'task', at),
    dataset: text(row, 'dataset'),
    zeroShot: false,
    inputVariant: null,
    cohort: null,
    modelId: required(row, 'model_id', at),
    modelIdReported: null,
    parameters: billions(row, 'parameters_b', at),
    activeParameters: billions(row, 'active_parameters_b', at),
    weightPrecision: text(row, 'weight_precision'),
    engine: text(row, 'engine'),

    hardware: {
      gpuModel: text(row, 'gpu_model'),
      gpuCount,
      gpusActive: active === 'all' ? gpuCount : null,
      nodes: requiredNumber(row, 'nodes', at),
      cpuModel: text(row, 'cpu_model'),
      ramGb: null,
      parallelism: text(row, 'parallelism'),
    },
    country: null,
    region: null,

    energyScope: energyScope(row, 'energy_scope', at),
    energyMethod: required(row, 'energy_method', at),
    measured: source.measured,
    meterTool: source.meter.tool,
    meterVersion: source.meter.version,

    loadShape: {
      batchSizeMean: number(row, 'batch_size_mean', at),
      batchSizeMax: number(row, 'batch_size_max', at),
      inputTokensPerUnit: null,
      outputTokensPerUnit: number(row, 'output_tokens_per_unit', at),
      throughputUnitsPerS: number(row, 'throughput_units_per_s', at),
      latencyS: number(row, 'latency_s', at),
      scenario: text(row, 'scenario'),
    },
    outputShape: {
      imageWidth: integer(row, 'image_width_px', at),
      imageHeight: integer(row, 'image_height_px', at),
      steps: integer(row, 'steps', at),
      frames: integer(row, 'frames', at),
      fps: number(row, 'fps', at),
    },
    phases: [phaseOf(row, at)],

    emissionsReportedKg: null,
    gridReportedGPerKwh: null,
    qcFlags: flags(row, 'qc_flags'),
  };
}

function phaseOf(row: Row, at: string): PhaseDraft {
  return {
    phase: phase(row, 'phase', at),
    unit: unit(row, 'unit', at),
    unitCount: null,
    energyTotalJ: null,
    energyGpuJ: null,
    energyCpuJ: null,
    energyRamJ: null,
    energyPerUnitJ: requiredNumber(row, 'energy_per_unit_j', at),
    energyPerOutputTokenJ: number(row, 'energy_per_output_token_j', at),
    durationS: null,
    avgPowerW: number(row, 'avg_power_w', at),
  };
}

function billions(row: Row, column: string, at: string): number | null {
  const value = number(row, column, at);
  return value === null ? null : Math.round(value * PER_BILLION);
}
