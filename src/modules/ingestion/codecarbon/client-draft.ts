import { importDefaults } from '../run-defaults.js';
import type { RunDefaults } from '../run-defaults.js';
import { readHookBody } from '../importers/index.js';
import type { ImportedRecord } from '../importers/index.js';
import type { Body } from './client-fields.js';

/** What the deltas of a run add up to; null where one of them does not say. */
export interface Totals {
  readonly deltas: number;
  readonly duration: number | null;
  readonly emissions: number | null;
  readonly cpu_energy: number | null;
  readonly gpu_energy: number | null;
  readonly ram_energy: number | null;
  readonly energy_consumed: number | null;
}

/**
 * What marks a run that came as deltas: the client drops deltas under 1 s and truncates durations, so the energy is
 * at most what the client's own file says.
 */
export const DELTAS_FLAG = 'codecarbon-api-deltas';

/** A client's run as a record: its beginning and its totals are the columns of CodeCarbon's own file. */
export function clientDraft(
  clientRunId: string,
  started: Body,
  totals: Totals,
  binding: RunDefaults,
): ImportedRecord {
  const { deltas, ...sums } = totals;
  // named apart from the run of a file, and anew whenever there is more of it
  const runId = `codecarbon-api/${clientRunId}/${deltas}`;
  const record = readHookBody({ ...started, ...sums, run_id: runId }, importDefaults(binding));
  if (!('draft' in record)) return record;
  const { draft } = record;
  return {
    ...record,
    draft: { ...draft, sourceRow: null, qcFlags: [...draft.qcFlags, DELTAS_FLAG] },
  };
}
