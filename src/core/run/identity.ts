import type { RunDraft, RunHardware } from './run-draft.js';
import type { Phase } from './vocabulary.js';

/** Lower-case words joined by dashes: `NVIDIA A100-SXM4-80GB` → `nvidia-a100-sxm4-80gb`. */
export function slugOf(text: string): string {
  return text
    .replace(/\((?:R|TM|C)\)/gi, '')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/**
 * The catalogue name of a machine: nodes, GPUs and processor, in that order, as far as they are known.
 * Two machines share a slug only where everything that is known of them is the same.
 */
export function hardwareSlug(hardware: RunHardware): string {
  const parts = [
    hardware.nodes > 1 ? `${hardware.nodes}-nodes` : null,
    hardware.gpuModel ? `${hardware.gpuCount}x-${slugOf(hardware.gpuModel)}` : null,
    hardware.cpuModel ? slugOf(withoutClock(hardware.cpuModel)) : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join('-') : 'unknown-hardware';
}

/** `Intel(R) Xeon(R) Platinum 8275CL CPU @ 3.00GHz` names the same processor without its clock. */
const withoutClock = (cpuModel: string): string => cpuModel.replace(/\s*(\bCPU\b)?\s*@.*$/, '');

/** What runs must have in common before their energies may be averaged. */
export interface CellIdentity {
  readonly sourceId: string;
  readonly task: string;
  readonly zeroShot: boolean;
  readonly inputVariant: string | null;
  readonly cohort: string | null;
  readonly modelId: string;
  readonly dataset: string | null;
  readonly hardware: string;
  readonly energyScope: string;
  readonly energyMethod: string;
  readonly meter: string | null;
  readonly phase: Phase;
  readonly weightPrecision: string | null;
  readonly engine: string | null;
  readonly parallelism: string | null;
  readonly scenario: string | null;
  readonly batchSize: number | null;
  readonly outputShape: string | null;
}

/** The cell that a run belongs to, by the phase that its factor is derived from. */
export function cellIdentity(draft: RunDraft, phase: Phase): CellIdentity {
  return {
    sourceId: draft.sourceId,
    task: draft.task,
    zeroShot: draft.zeroShot,
    inputVariant: draft.inputVariant,
    cohort: draft.cohort,
    modelId: draft.modelId,
    dataset: draft.dataset,
    hardware: hardwareSlug(draft.hardware),
    energyScope: draft.energyScope,
    energyMethod: draft.energyMethod,
    meter: draft.meterTool && [draft.meterTool, draft.meterVersion].filter(Boolean).join(' '),
    phase,
    weightPrecision: draft.weightPrecision,
    engine: draft.engine,
    parallelism: draft.hardware.parallelism,
    scenario: draft.loadShape.scenario,
    batchSize: draft.loadShape.batchSizeMax ?? draft.loadShape.batchSizeMean,
    outputShape: outputShapeOf(draft),
  };
}

function outputShapeOf({ outputShape: shape }: RunDraft): string | null {
  const size = shape.imageWidth && shape.imageHeight ? `${shape.imageWidth}x${shape.imageHeight}` : null;
  const parts = [size, shape.frames && `${shape.frames} frames`, shape.fps && `${shape.fps} fps`];
  parts.push(shape.steps && `${shape.steps} steps`);
  return parts.filter(Boolean).join(', ') || null;
}
