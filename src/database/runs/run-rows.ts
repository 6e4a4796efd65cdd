import { LRUCache } from 'lru-cache';
import { cellIdentity, QUERY_PHASES } from '../../core/run/index.js';
import type { CellIdentity, PhaseDraft, RunDraft, SourceDesign } from '../../core/run/index.js';
import { idFromName, namespaceOf } from '../ids.js';
import type { Row } from '../rows.js';

/** Ids are derived from what they name, so that every installation gives the same run the same id. */
const NAMESPACE = namespaceOf('b8c1f1c4-6a53-5d1e-9a4e-3f5d0c7e2a11');

export const runId = (sourceId: string, externalId: string): string =>
  idFromName(JSON.stringify(['run', sourceId, externalId]), NAMESPACE);

/** Runs of a file fall into few cells. */
const cellIds = new LRUCache<string, string>({ max: 1_000 });

export function cellId(cell: CellIdentity): string {
  const key = JSON.stringify(cell);
  const known = cellIds.get(key);
  if (known !== undefined) return known;
  const id = idFromName(nameOf(cell), NAMESPACE);
  cellIds.set(key, id);
  return id;
}

/** The members that every identity has go by their place, as they always have; those that may be absent by name. */
function nameOf({ modelled, gpusActive, outputTokenRange, ...always }: CellIdentity): string {
  const added = Object.entries({ modelled, gpusActive, outputTokenRange }).filter(
    ([, value]) => value !== undefined,
  );
  return JSON.stringify(['cell', ...Object.values(always), ...added]);
}

/** A draft with the ids and the phase that its factor comes from. */
export interface IdentifiedRun {
  readonly draft: RunDraft;
  readonly id: string;
  readonly cellId: string;
  readonly cell: CellIdentity;
  readonly query: PhaseDraft;
}

/** As much of it as the statistics of its cell are made of. */
export type CountedRun = Pick<IdentifiedRun, 'draft' | 'cellId' | 'query'>;

export function identify(draft: RunDraft, design: SourceDesign = 'open'): IdentifiedRun {
  const query = queryPhaseOf(draft);
  const cell = cellIdentity(draft, query, design);
  return { draft, id: runId(draft.sourceId, draft.externalId), cellId: cellId(cell), cell, query };
}

export function queryPhaseOf({ sourceId, externalId, phases }: RunDraft): PhaseDraft {
  const query = phases.find(({ phase }) => QUERY_PHASES.includes(phase));
  if (!query) throw new Error(`run ${sourceId}/${externalId} has no query phase`);
  return query;
}

export const cellRow = ({ cellId: id, cell }: Pick<IdentifiedRun, 'cellId' | 'cell'>): Row => ({
  id,
  ...{ modelled: null, gpusActive: null, outputTokenRange: null },
  ...cell,
});

export function hardwareRow({ draft: { hardware }, cell }: IdentifiedRun): Row {
  const gpu = hardware.gpuCount > 0 && `${hardware.gpuCount} × ${hardware.gpuModel ?? 'unknown GPU'}`;
  return {
    slug: cell.hardware,
    name: [gpu, hardware.cpuModel].filter(Boolean).join(', ') || 'Unknown processor',
    gpuModel: hardware.gpuModel,
    gpuCount: hardware.gpuCount,
    nodes: hardware.nodes,
    cpuModel: hardware.cpuModel,
    ramGb: hardware.ramGb,
  };
}
