import { SYNTHETIC_FLAG, syntheticModelId } from '../run/index.js';
import type { FunctionalUnit, PhaseDraft, RunDraft, RunHardware } from '../run/index.js';
import type { Environment, InputsDescription, ModelDescription } from './describe.js';
import { componentEnergyJ, totalEnergyJ, type Reading } from './reading.js';
import type { Repetition } from './repetition.js';

export const BENCHMARK_SOURCE = 'wattfactor-bench';

/** All that the runs of one benchmark have in common. */
export interface BenchmarkContext {
  /** Makes the external ids: the same job and repetition always give the same run. */
  readonly jobId: string;
  readonly task: string;
  readonly unit: FunctionalUnit;
  readonly model: ModelDescription;
  readonly inputs: InputsDescription;
  readonly environment: Environment;
  /** Numbers of the logical processors that the inference was bound to; null where it was not. */
  readonly pinnedCpus: readonly number[] | null;
  readonly batchSize: number;
  /** GPUs that the workload used; null where unknown. */
  readonly gpusActive: number | null;
  /** ISO 3166-1 alpha-3. */
  readonly country: string | null;
  readonly region: string | null;
  /** Reading over the loading of the model, where it was metered. */
  readonly load: Reading | null;
}

/**
 * One run per repetition, ready for ingestion. Energies are gross. A repetition without joules, because nothing
 * was metered or the meter counted none, makes no run: unknown energy is not a factor. The model is loaded once,
 * so the first repetition carries the loading.
 */
export function runDrafts(context: BenchmarkContext, repetitions: readonly Repetition[]): RunDraft[] {
  return repetitions.flatMap((repetition) => {
    const query = queryPhase(context, repetition);
    const load = repetition.index === 1 ? loadPhase(context) : null;
    return query === null ? [] : [draftOf(context, repetition, load === null ? [query] : [query, load])];
  });
}

function draftOf(context: BenchmarkContext, repetition: Repetition, phases: PhaseDraft[]): RunDraft {
  const { model, inputs, environment } = context;
  const { reading } = repetition;
  return {
    sourceId: BENCHMARK_SOURCE,
    sourceVersion: environment.serviceVersion,
    externalId: `${context.jobId}#${repetition.index}`,
    sourcePath: null,
    sourceRow: null,
    licence: null,
    measuredAt: reading.startedAt,
    task: context.task,
    dataset: inputs.dataset,
    zeroShot: false,
    inputVariant: inputs.variant,
    cohort: null,
    modelId: model.synthetic ? syntheticModelId(model.modelId) : model.modelId,
    modelIdReported: model.modelId,
    parameters: model.parameters,
    activeParameters: null,
    weightPrecision: model.weightPrecision,
    engine: model.engine,
    hardware: hardwareOf(context),
    country: context.country,
    region: context.region,
    energyScope: scopeOf(reading),
    energyMethod: reading.meter,
    measured: reading.quality !== null && reading.quality !== 'estimated',
    meterTool: BENCHMARK_SOURCE,
    meterVersion: environment.serviceVersion,
    loadShape: loadShapeOf(context, repetition),
    outputShape: { imageWidth: null, imageHeight: null, steps: null, frames: null, fps: null },
    phases,
    emissionsReportedKg: null,
    gridReportedGPerKwh: null,
    qcFlags: flagsOf(model, repetition),
  };
}

function queryPhase({ unit }: BenchmarkContext, { reading, work }: Repetition): PhaseDraft | null {
  const phase = phaseOf(reading, unit, unitsOf(unit, work));
  const total = totalEnergyJ(reading);
  const perToken = total !== null && work.outputTokens ? total / work.outputTokens : null;
  return phase && { ...phase, phase: 'query', energyPerOutputTokenJ: perToken };
}

function loadPhase({ load }: BenchmarkContext): PhaseDraft | null {
  const phase = load && phaseOf(load, 'model-load', 1);
  return phase && { ...phase, phase: 'load' };
}

const unitsOf = (unit: FunctionalUnit, work: Repetition['work']): number | null =>
  unit === 'output-token' ? work.outputTokens : work.inferences;

function phaseOf(
  reading: Reading,
  unit: FunctionalUnit,
  unitCount: number | null,
): Omit<PhaseDraft, 'phase'> | null {
  const energyTotalJ = totalEnergyJ(reading);
  if (energyTotalJ === null || energyTotalJ <= 0 || !unitCount) return null;
  return {
    unit,
    unitCount,
    energyTotalJ,
    energyGpuJ: componentEnergyJ(reading, 'gpu'),
    energyCpuJ: componentEnergyJ(reading, 'cpu'),
    energyRamJ: componentEnergyJ(reading, 'dram'),
    energyPerUnitJ: energyTotalJ / unitCount,
    energyPerOutputTokenJ: null,
    durationS: reading.durationS,
    avgPowerW: reading.durationS > 0 ? energyTotalJ / reading.durationS : null,
  };
}

/** GPU alone, or parts of a node. No meter here sees the plug. */
const scopeOf = ({ components }: Reading): RunDraft['energyScope'] =>
  components.every(({ component }) => component === 'gpu') ? 'gpu' : 'node-components';

function hardwareOf({ environment, gpusActive, model }: BenchmarkContext): RunHardware {
  return {
    gpuModel: environment.gpus[0]?.name ?? null,
    gpuCount: environment.gpus.length,
    gpusActive,
    nodes: 1,
    cpuModel: environment.cpuModel,
    ramGb: environment.ramBytes / 1e9,
    parallelism: model.threads === null ? null : `threads=${model.threads}`,
  };
}

function loadShapeOf({ batchSize }: BenchmarkContext, { work, reading }: Repetition): RunDraft['loadShape'] {
  const each = (tokens: number | null): number | null => (tokens === null ? null : tokens / work.inferences);
  return {
    batchSizeMean: batchSize,
    batchSizeMax: batchSize,
    inputTokensPerUnit: each(work.inputTokens),
    outputTokensPerUnit: each(work.outputTokens),
    throughputUnitsPerS: work.inferences / reading.durationS,
    latencyS: batchSize === 1 ? reading.durationS / work.inferences : null,
    scenario: null,
  };
}

function flagsOf(model: ModelDescription, { flags, reading }: Repetition): string[] {
  const modelled = reading.components.filter(({ quality }) => quality === 'estimated');
  return [
    ...flags,
    ...modelled.map(({ component }) => `${component}-modelled`),
    ...(model.synthetic ? [SYNTHETIC_FLAG] : []),
  ];
}
