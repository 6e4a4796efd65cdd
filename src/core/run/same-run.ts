import { byText } from '../collections.js';
import { hardwareSlug } from './identity.js';
import type { RunDraft } from './run-draft.js';

/** kWh and joules convert back and forth with a rounding; measurements that are this close are one. */
const ROUNDING = 1e-9;

/**
 * Whether two drafts tell of the same measurement. Where the record was found and what it was flagged with does
 * not matter: the same run from another file is the same run.
 */
export const isSameRun = (one: RunDraft, other: RunDraft): boolean =>
  same(measuredIn(one), measuredIn(other));

function measuredIn(draft: RunDraft): unknown {
  const { sourceVersion, sourcePath, sourceRow, licence, qcFlags, hardware, phases, ...measured } = draft;
  return {
    ...measured,
    hardware: [hardwareSlug(hardware), hardware.gpusActive, hardware.parallelism],
    phases: [...phases].sort(byText(({ phase }) => phase)),
  };
}

function same(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') {
    return Math.abs(one - other) <= ROUNDING * Math.max(Math.abs(one), Math.abs(other));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => same(one[key], other[key]));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
