import type { Evidence } from '../evidence/index.js';
import type { Factor } from './factor.js';

/** What of the machine an energy is for. */
export const BOUNDARIES = ['as-measured', 'one-gpu-share'] as const;
export type Boundary = (typeof BOUNDARIES)[number];

/** A factor k that takes a task's energy of one source from what was measured to another boundary. */
export interface BoundaryScale {
  readonly boundary: Boundary;
  readonly sourceId: string;
  readonly task: string;
  /** Above 0. */
  readonly k: number;
  /** Where k comes from, with its assumption. */
  readonly source: string;
}

/**
 * The factor within another boundary: e · k. The mean, the sd and every percentile scale, and the spread of the
 * logarithm stays. The energy of loading the model is not known there, for k is of the query phase alone.
 */
export function withinBoundary(factor: Factor, { k }: Pick<BoundaryScale, 'k'>): Factor {
  return { ...factor, evidence: scaled(factor.evidence, k), coldStartEnergyWh: null };
}

const scaled = (evidence: Evidence, k: number): Evidence => ({
  ...evidence,
  mu: evidence.mu + Math.log(k),
  mean: evidence.mean * k,
  sd: evidence.sd === null ? null : evidence.sd * k,
});
