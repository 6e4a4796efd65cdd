import { outputTokenRangeOf } from './output-tokens.js';
import type { PhaseDraft, RunDraft, RunHardware } from './run-draft.js';
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
 * The catalogue name of a machine: nodes, GPUs and processor, in that order. It tells apart the number of nodes and of
 * GPUs, also where nobody named these, and the names of the devices by their letters a to z, digits and dots, without
 * the clock of the processor. Memory is not in it: machines that differ in nothing else share a slug.
 */
export function hardwareSlug({ nodes, gpuCount, gpuModel, cpuModel }: RunHardware): string {
  const gpu = deviceSlug(gpuModel ?? '') || 'unknown-gpu';
  const cpu = cpuModel === null ? '' : slugOf(withoutClock(cpuModel)) || deviceSlug(cpuModel);
  const parts = [
    nodes > 1 ? `${nodes}-nodes` : '',
    gpuCount > 0 ? `${gpuCount}x-${gpu}` : '',
    cpu,
    gpuCount === 0 && cpu === '' ? 'unknown-cpu' : '',
  ];
  return parts.filter((part) => part !== '').join('-');
}

/** A name without a letter of a to z is spelled by its code points: `昇腾` → `u6607-u817e`. Blank it is no name. */
const deviceSlug = (name: string): string => slugOf(name) || Array.from(name.trim(), codePoint).join('-');

const codePoint = (character: string): string => `u${character.codePointAt(0)?.toString(16)}`;

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
  // Absent where they say nothing: what was named before they came keeps its id.
  /** The energy was computed by a model; absent where a meter saw it. */
  readonly modelled?: true;
  /** GPUs at work; absent where nobody says, and where there is one at most. */
  readonly gpusActive?: number;
  /** Range of the output tokens per unit (`output-tokens.ts`); absent where unknown or of no account. */
  readonly outputTokenRange?: string;
}

/**
 * Who says what the runs of a source have in common. `declared`: the source does, in the file that describes it, and
 * only seeding adds to it; it varied what it names and nothing else. `open`: nobody does, each run speaks for itself.
 */
export type SourceDesign = 'declared' | 'open';

/** The cell that a run belongs to, by the phase that its factor is derived from. */
export function cellIdentity(draft: RunDraft, query: PhaseDraft, design: SourceDesign): CellIdentity {
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
    phase: query.phase,
    weightPrecision: draft.weightPrecision,
    engine: draft.engine,
    parallelism: draft.hardware.parallelism,
    scenario: draft.loadShape.scenario,
    batchSize: draft.loadShape.batchSizeMax ?? draft.loadShape.batchSizeMean,
    outputShape: outputShapeOf(draft),
    ...(!draft.measured && { modelled: true }),
    ...(design === 'open' && loadOf(draft, query)),
  };
}

/** What moves energy per unit beside the batch. */
function loadOf({ hardware, loadShape }: RunDraft, { unit }: PhaseDraft) {
  const { gpusActive, gpuCount, nodes } = hardware;
  const outputTokenRange = outputTokenRangeOf(loadShape.outputTokensPerUnit, unit);
  return {
    ...(gpusActive !== null && gpuCount * nodes > 1 && { gpusActive }),
    ...(outputTokenRange !== null && { outputTokenRange }),
  };
}

function outputShapeOf({ outputShape: shape }: RunDraft): string | null {
  const size = shape.imageWidth && shape.imageHeight ? `${shape.imageWidth}x${shape.imageHeight}` : null;
  const parts = [size, shape.frames && `${shape.frames} frames`, shape.fps && `${shape.fps} fps`];
  parts.push(shape.steps && `${shape.steps} steps`);
  return parts.filter(Boolean).join(', ') || null;
}
