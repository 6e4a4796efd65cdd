import { isMetered } from '../../core/factor/index.js';
import type { TaskEnergyDto } from '../catalogue/index.js';
import type { IdentifiedFactor } from './factors.snapshot.js';

type ByTask = ReadonlyMap<string, readonly IdentifiedFactor[]>;

/** The task factor that stands for a task in lists, with its rank among the tasks measured alike. */
export function taskEnergy(byTask: ByTask, task: string, zeroShot: boolean): TaskEnergyDto | null {
  const factor = representative(byTask.get(task) ?? [], zeroShot);
  if (!factor) return null;
  const { group, evidence } = factor;
  return {
    factorId: factor.id,
    source: group.sourceId,
    scope: group.energyScope,
    unit: group.unit,
    meanWhPerUnit: evidence.mean,
    sdWhPerUnit: evidence.sd,
    ...evidence.n,
    rank: zeroShot ? null : rankOf(byTask, factor),
  };
}

/** The factor with the most models behind it, metered and of its source's cohort first; the same choice on every call. */
export function representative(
  factors: readonly IdentifiedFactor[],
  zeroShot: boolean,
): IdentifiedFactor | null {
  const candidates = factors.filter(
    ({ group, evidence }) =>
      evidence.level === 'task' && group.zeroShot === zeroShot && group.unit !== 'output-token',
  );
  return candidates.reduce<IdentifiedFactor | null>(
    (best, next) => (best && !stronger(next, best) ? best : next),
    null,
  );
}

function stronger(a: IdentifiedFactor, b: IdentifiedFactor): boolean {
  if (isMetered(a) !== isMetered(b)) return isMetered(a);
  if (a.ofTaskCohort !== b.ofTaskCohort) return a.ofTaskCohort;
  if (a.evidence.n.models !== b.evidence.n.models) return a.evidence.n.models > b.evidence.n.models;
  return a.evidence.n.runs > b.evidence.n.runs;
}

function rankOf(byTask: ByTask, factor: IdentifiedFactor): number {
  const alike = [...byTask.values()].flatMap((factors) => {
    const other = representative(factors, false);
    return other && measuredAlike(other, factor) ? [other.evidence.mean] : [];
  });
  return 1 + alike.filter((mean) => mean < factor.evidence.mean).length;
}

const measuredAlike = (a: IdentifiedFactor, b: IdentifiedFactor): boolean =>
  a.group.sourceId === b.group.sourceId &&
  a.group.energyScope === b.group.energyScope &&
  a.group.unit === b.group.unit;
