import { DomainError } from '../../core/errors/index.js';
import { withinBoundary } from '../../core/factor/index.js';
import type { Boundary, BoundaryScale, Factor } from '../../core/factor/index.js';
import type { BoundaryDto } from './factor-evidence.dto.js';

export const AS_MEASURED: Boundary = 'as-measured';

/** A factor within the boundary that was asked for, and how it got there. */
export interface Bounded<T extends Factor> {
  readonly factor: T;
  /** Null where the energy is as measured. */
  readonly scale: BoundaryScale | null;
}

/**
 * Those of the factors that are known within a boundary, taken to it.
 *
 * @throws DomainError `BOUNDARY_UNAVAILABLE` where there are factors but none is known within it.
 */
export function boundedBy<T extends Factor>(
  factors: readonly T[],
  boundary: string | undefined,
  scales: readonly BoundaryScale[],
  field: string,
): Bounded<T>[] {
  if (boundary === undefined || boundary === AS_MEASURED) {
    return factors.map((factor) => ({ factor, scale: null }));
  }
  const bounded = factors.flatMap((factor) => {
    const scale = scales.find((each) => each.boundary === boundary && applies(each, factor));
    return scale ? [{ factor: { ...factor, ...withinBoundary(factor, scale) }, scale }] : [];
  });
  if (factors.length > 0 && bounded.length === 0) throw unavailable(boundary, factors, scales, field);
  return bounded;
}

/** k was found on runs of fine-tuned models, so zero-shot factors are not scaled by it. */
const applies = ({ sourceId, task }: BoundaryScale, { group }: Factor): boolean =>
  group.sourceId === sourceId && group.task === task && !group.zeroShot;

function unavailable(
  boundary: string,
  factors: readonly Factor[],
  scales: readonly BoundaryScale[],
  field: string,
): DomainError {
  const sources = [...new Set(scales.filter((scale) => scale.boundary === boundary).map((s) => s.sourceId))];
  const asked = [...new Set(factors.map(({ group }) => group.sourceId))];
  const message =
    `boundary "${boundary}" is known only for ${sources.join(', ') || 'no source'} (not its zero-shot factors), ` +
    `and what fits the request is from ${asked.join(', ')}; use "${AS_MEASURED}"`;
  return DomainError.field('BOUNDARY_UNAVAILABLE', field, message);
}

export const toBoundaryDto = (scale: BoundaryScale | null): BoundaryDto =>
  scale === null
    ? { name: AS_MEASURED, k: 1, label: 'measured: what the meter of the source saw', source: null }
    : { name: scale.boundary, k: scale.k, label: 'estimate: measured energy × k', source: scale.source };
