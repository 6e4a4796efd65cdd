import type { PhaseDraft, RunDraft } from '../../../core/run/index.js';
import type { Row, SourceFile, SourceMapping } from './source-mapping.js';
import {
  flag,
  flags,
  hardwareOf,
  integer,
  joules,
  number,
  RecordFault,
  required,
  requiredNumber,
  text,
} from './source-mapping.js';

/** Every text-generation run of the study asked for exactly this many new tokens. */
const TEXT_GENERATION_TOKENS = 10;

/** "Power Hungry Processing": 1,000 unbatched inferences a run on one node with 8 GPUs, one of them working. */
export const luccioni2023: SourceMapping = {
  folder: 'luccioni-2023/1',

  rowToRun(row: Row, source: SourceFile): RunDraft {
    const at = `${source.id} ${row['source_file'] ?? '?'} row ${row['source_row'] ?? '?'}`;
    const task = required(row, 'task', at);
    const grid = number(row, 'grid_kg_per_kwh', at);
    const qcFlags = flags(row, 'qc_flags');
    return {
      sourceId: source.id,
      sourceVersion: source.version,
      externalId: required(row, 'run_id', at),
      sourcePath: required(row, 'source_file', at),
      sourceRow: integer(row, 'source_row', at),
      licence: source.licence.id,
      measuredAt: text(row, 'started_at'),

      task,
      dataset: required(row, 'dataset', at),
      zeroShot: flag(row, 'zero_shot', at),
      inputVariant: text(row, 'input_variant'),
      cohort: flag(row, 'in_paper_table2', at) ? 'table-2' : null,
      modelId: required(row, 'model_id', at),
      modelIdReported: text(row, 'model_id_in_phase_rows'),
      parameters: integer(row, 'parameters', at),
      activeParameters: null,
      weightPrecision: null,
      engine: null,

      hardware: hardwareOf(source),
      ...place(row, source, qcFlags),

      energyScope: source.energyScope,
      energyMethod: source.energyMethod,
      measured: source.measured,
      meterTool: source.meter.tool,
      meterVersion: source.meter.version,

      loadShape: {
        batchSizeMean: 1,
        batchSizeMax: 1,
        inputTokensPerUnit: null,
        outputTokensPerUnit: task === 'text-generation' ? TEXT_GENERATION_TOKENS : null,
        throughputUnitsPerS: null,
        latencyS: null,
        scenario: null,
      },
      outputShape: { imageWidth: null, imageHeight: null, steps: null, frames: null, fps: null },
      phases: [queryPhase(row, at), loadPhase(row, at), transferPhase(row, at)].filter(
        (phase): phase is PhaseDraft => phase !== null,
      ),

      emissionsReportedKg: number(row, 'emissions_kg', at),
      gridReportedGPerKwh: grid === null ? null : grid * 1000,
      qcFlags,
    };
  },
};

/** Country and region as logged, unless the meter fell back on a wrong geolocation: then where the node stood. */
function place(row: Row, source: SourceFile, qcFlags: string[]): Pick<RunDraft, 'country' | 'region'> {
  if (qcFlags.includes('geolocation-fallback')) {
    return { country: source.hardware?.country ?? null, region: source.hardware?.region ?? null };
  }
  return { country: text(row, 'country'), region: text(row, 'region') };
}

function queryPhase(row: Row, at: string): PhaseDraft {
  const count = requiredNumber(row, 'n_inferences', at);
  const total = joules(row, 'query_energy_kwh', at);
  if (total === null) throw new RecordFault(`${at}: column "query_energy_kwh" is empty`);
  return {
    ...phaseOf(total, number(row, 'query_duration_s', at)),
    phase: 'query',
    unit: 'inference',
    unitCount: count,
    energyGpuJ: joules(row, 'query_gpu_kwh', at),
    energyCpuJ: joules(row, 'query_cpu_kwh', at),
    energyRamJ: joules(row, 'query_ram_kwh', at),
    energyPerUnitJ: total / count,
  };
}

function loadPhase(row: Row, at: string): PhaseDraft | null {
  const total = joules(row, 'load_energy_kwh', at);
  return total === null ? null : { ...phaseOf(total, number(row, 'load_duration_s', at)), phase: 'load' };
}

function transferPhase(row: Row, at: string): PhaseDraft | null {
  const total = joules(row, 'transfer_energy_kwh', at);
  return total === null
    ? null
    : { ...phaseOf(total, number(row, 'transfer_duration_s', at)), phase: 'transfer' };
}

/** What the phases share: one model load, its components not logged apart. */
function phaseOf(totalJ: number, durationS: number | null): PhaseDraft {
  return {
    phase: 'load',
    unit: 'model-load',
    unitCount: 1,
    energyTotalJ: totalJ,
    energyGpuJ: null,
    energyCpuJ: null,
    energyRamJ: null,
    energyPerUnitJ: totalJ,
    energyPerOutputTokenJ: null,
    durationS,
    avgPowerW: durationS === null || durationS <= 0 ? null : totalJ / durationS,
  };
}
