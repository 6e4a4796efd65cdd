import type {
  FunctionalUnit,
  LoadShape,
  OutputShape,
  PhaseDraft,
  RunDraft,
  RunHardware,
} from '../../../../core/run/index.js';
import type { ImportDefaults } from '../import-defaults.js';
import { contentId } from './content-id.js';
import type { EnergySource } from './energy.js';
import { Rejection } from './rejection.js';

/** What a format knows of a run; what it leaves out comes from the request's defaults. */
export interface DraftParts {
  readonly row: number;
  /** The tool's own id of the run; null where it has none, then the id is that of `content`. */
  readonly runId: string | null;
  readonly content: unknown;
  readonly measuredAt?: string | null;

  readonly task?: string | null;
  readonly dataset?: string | null;
  /** The model as the file labels it. */
  readonly model?: string | null;
  readonly modelReported?: string | null;
  readonly parameters?: number | null;
  readonly weightPrecision?: string | null;
  readonly engine?: string | null;

  readonly hardware?: Partial<RunHardware>;
  readonly country?: string | null;
  readonly region?: string | null;

  readonly meter: Omit<EnergySource, 'energy'>;
  readonly loadShape?: Partial<LoadShape>;
  readonly outputShape?: Partial<OutputShape>;
  readonly phases: PhaseDraft[];

  readonly emissionsReportedKg?: number | null;
  readonly gridReportedGPerKwh?: number | null;
  readonly flags?: readonly string[];
}

/** A run from what its file says and, where that is silent, from the request; what nobody says is refused or null. */
export function composeDraft(parts: DraftParts, defaults: ImportDefaults): RunDraft {
  const { meter } = parts;
  return {
    sourceId: defaults.sourceId,
    sourceVersion: defaults.sourceVersion ?? '1',
    externalId: parts.runId ?? contentId(parts.content),
    sourcePath: defaults.fileName ?? null,
    sourceRow: parts.row,
    licence: defaults.licence ?? null,
    measuredAt: parts.measuredAt ?? null,

    task: taskOf(parts.task ?? null, defaults),
    dataset: parts.dataset ?? defaults.dataset ?? null,
    zeroShot: defaults.zeroShot ?? false,
    inputVariant: defaults.inputVariant ?? null,
    cohort: defaults.cohort ?? null,
    modelId: modelOf(parts.model ?? null, defaults),
    modelIdReported: parts.modelReported ?? parts.model ?? null,
    parameters: parts.parameters ?? defaults.parameters ?? null,
    activeParameters: null,
    weightPrecision: parts.weightPrecision ?? defaults.weightPrecision ?? null,
    engine: parts.engine ?? defaults.engine ?? null,

    hardware: hardwareOf(parts.hardware ?? {}, defaults),
    country: parts.country ?? defaults.country ?? null,
    region: parts.region ?? defaults.region ?? null,

    energyScope: meter.energyScope,
    energyMethod: defaults.energyMethod ?? meter.energyMethod,
    measured: defaults.measured ?? meter.measured,
    meterTool: meter.meterTool,
    meterVersion: meter.meterVersion,

    loadShape: loadShapeOf(parts.loadShape ?? {}, defaults),
    outputShape: {
      imageWidth: null,
      imageHeight: null,
      steps: null,
      frames: null,
      fps: null,
      ...parts.outputShape,
    },
    phases: parts.phases,

    emissionsReportedKg: parts.emissionsReportedKg ?? null,
    gridReportedGPerKwh: parts.gridReportedGPerKwh ?? null,
    qcFlags: [...new Set(parts.flags ?? [])],
  };
}

/** Tools write `text_generation` and `Text Generation` for the task that the catalogue calls `text-generation`. */
function taskOf(own: string | null, defaults: ImportDefaults): string {
  const task = own?.toLowerCase().replace(/[\s_]+/g, '-') ?? defaults.task;
  if (task === undefined) throw Rejection.missing('task', 'which task was run');
  return task;
}

/** A path on the machine that ran the model is a label, not a name. */
const LOCAL_PATH = /^[./~]|^[a-z]:[\\/]|\\|\.gguf$/i;

function modelOf(own: string | null, defaults: ImportDefaults): string {
  if (own !== null && !LOCAL_PATH.test(own)) return own;
  if (defaults.model !== undefined) return defaults.model;
  const what = own === null ? 'which model was run' : `which model "${own}", a local path, is`;
  throw Rejection.missing('model', what);
}

function hardwareOf(own: Partial<RunHardware>, defaults: ImportDefaults): RunHardware {
  const gpuCount = own.gpuCount ?? defaults.gpuCount;
  if (gpuCount === undefined) {
    throw Rejection.missing('gpuCount', 'how many GPUs the machine has (0 for none)');
  }
  return {
    gpuModel: own.gpuModel ?? defaults.gpuModel ?? null,
    gpuCount,
    gpusActive: own.gpusActive ?? defaults.gpusActive ?? null,
    nodes: own.nodes ?? defaults.nodes ?? 1,
    cpuModel: own.cpuModel ?? defaults.cpuModel ?? null,
    ramGb: own.ramGb ?? defaults.ramGb ?? null,
    parallelism: own.parallelism ?? defaults.parallelism ?? null,
  };
}

function loadShapeOf(own: Partial<LoadShape>, defaults: ImportDefaults): LoadShape {
  return {
    batchSizeMean: own.batchSizeMean ?? defaults.batchSize ?? null,
    batchSizeMax: own.batchSizeMax ?? defaults.batchSize ?? null,
    inputTokensPerUnit: own.inputTokensPerUnit ?? null,
    outputTokensPerUnit: own.outputTokensPerUnit ?? defaults.outputTokensPerUnit ?? null,
    throughputUnitsPerS: own.throughputUnitsPerS ?? null,
    latencyS: own.latencyS ?? null,
    scenario: own.scenario ?? defaults.scenario ?? null,
  };
}

/** The units behind an energy: the file's own count, else the request's. */
export function unitCountOf(own: number | null, defaults: ImportDefaults): number {
  const units = own ?? defaults.inferences;
  if (units === undefined) throw Rejection.missing('inferences', 'how many inferences the energy covers');
  if (!(units > 0)) throw new Rejection('RUN_FAILED', 'no inference succeeded, so no energy per inference');
  return units;
}

export const unitOf = (own: FunctionalUnit, defaults: ImportDefaults): FunctionalUnit => defaults.unit ?? own;
