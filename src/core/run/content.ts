import { byText } from '../collections.js';
import { hardwareSlug } from './identity.js';
import type { RunDraft } from './run-draft.js';

/**
 * What was measured, as text that is equal for equal measurements. Where the record was found and what it was
 * flagged with is left out: the same run from another file is the same run.
 */
export function contentOf(draft: RunDraft): string {
  const { sourceVersion, sourcePath, sourceRow, licence, qcFlags, hardware, phases, ...measured } = draft;
  const { gpusActive, parallelism } = hardware;
  return JSON.stringify(
    sorted({
      ...measured,
      ...{ machine: hardwareSlug(hardware), gpusActive, parallelism },
      phases: [...phases].sort(byText(({ phase }) => phase)),
    }),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(byText(([key]) => key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
