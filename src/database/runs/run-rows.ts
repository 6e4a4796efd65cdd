import { v5 as uuidV5 } from 'uuid';
import { cellIdentity, hardwareSlug, QUERY_PHASES } from '../../core/run/index.js';
import type { CellIdentity, PhaseDraft, RunDraft, RunStatus } from '../../core/run/index.js';
import type { Row } from '../rows.js';

/** Ids are derived from what they name, so that every installation gives the same run the same id. */
const NAMESPACE = 'b8c1f1c4-6a53-5d1e-9a4e-3f5d0c7e2a11';

export const runId = (sourceId: string, externalId: string): string =>
  uuidV5(JSON.stringify(['run', sourceId, externalId]), NAMESPACE);

export const cellId = (identity: CellIdentity): string =>
  uuidV5(JSON.stringify(['cell', ...Object.values(identity)]), NAMESPACE);

/** A draft with the ids and the phase that its factor comes from. */
export interface IdentifiedRun {
  readonly draft: RunDraft;
  readonly id: string;
  readonly cellId: string;
  readonly cell: CellIdentity;
  readonly query: PhaseDraft;
}

export function identify(draft: RunDraft): IdentifiedRun {
  const query = draft.phases.find((phase) => QUERY_PHASES.includes(phase.phase));
  if (!query) throw new Error(`run ${draft.sourceId}/${draft.externalId} has no query phase`);
  const cell = cellIdentity(draft, query.phase);
  return { draft, id: runId(draft.sourceId, draft.externalId), cellId: cellId(cell), cell, query };
}

export function runRow({ draft, id, cellId }: IdentifiedRun, status: RunStatus): Row {
  const { hardware, loadShape, outputShape, phases, ...own } = draft;
  return {
    id,
    cellId,
    status,
    ...own,
    hardware: hardwareSlug(hardware),
    gpusActive: hardware.gpusActive,
    parallelism: hardware.parallelism,
    ...loadShape,
    ...outputShape,
  };
}

export const phaseRows = ({ draft, id }: IdentifiedRun): Row[] =>
  draft.phases.map((phase) => ({ runId: id, ...phase }));

export function hardwareRow({ hardware }: RunDraft): Row {
  const gpu = hardware.gpuModel && `${hardware.gpuCount} × ${hardware.gpuModel}`;
  return {
    slug: hardwareSlug(hardware),
    name: [gpu, hardware.cpuModel].filter(Boolean).join(', ') || 'Unknown hardware',
    gpuModel: hardware.gpuModel,
    gpuCount: hardware.gpuCount,
    nodes: hardware.nodes,
    cpuModel: hardware.cpuModel,
    ramGb: hardware.ramGb,
  };
}
