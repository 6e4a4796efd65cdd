import type { EntityManager } from 'typeorm';
import { DomainError } from '../../../core/errors/index.js';
import { isSynthetic } from '../../../core/run/index.js';
import type { RunStatus } from '../../../core/run/index.js';
import { addToStatistics } from '../../../database/runs/cell-statistics.js';
import type { StoredRun } from '../../../database/runs/read-runs.js';
import { withdrawRuns } from '../../../database/runs/withdraw-runs.js';

/** What a reviewer may do with runs: which ones it can be done with, and what it changes. */
export interface Decision {
  readonly action: 'run.publish' | 'run.reject';
  /** What the runs are from then on. */
  readonly to: RunStatus;
  readonly details: (run: StoredRun) => object;
  /** Why it cannot be done with a run; null where it can. */
  readonly refusal: (run: StoredRun, reserved: ReadonlySet<string>) => DomainError | null;
  readonly apply: (manager: EntityManager, runs: readonly StoredRun[]) => Promise<unknown>;
}

/** Runs count from now on, as if they had arrived published; those on random weights never do. */
export const PUBLISHING: Decision = {
  action: 'run.publish',
  to: 'published',
  details: () => ({}),
  refusal: (run) => wrongStatus(run, 'published', ['draft']) ?? untrained(run),
  apply: async (manager, runs) => {
    const ids = runs.map(({ id }) => id);
    const publish = `UPDATE run SET status = 'published', review_reason = NULL WHERE id = ANY($1)`;
    await manager.query(publish, [ids]);
    await addToStatistics(manager, runs);
  },
};

/** Runs stay, with the reason, and count no more; factors are what they would be without them. */
export const rejecting = (reason: string): Decision => ({
  action: 'run.reject',
  to: 'rejected',
  details: ({ status }) => ({ reason, was: status }),
  refusal: (run, reserved) => wrongStatus(run, 'rejected', ['draft', 'published']) ?? closed(run, reserved),
  apply: (manager, runs) =>
    withdrawRuns(
      manager,
      runs.map(({ id }) => id),
      { status: 'rejected', reason },
    ),
});

function wrongStatus({ status }: StoredRun, to: RunStatus, from: readonly RunStatus[]): DomainError | null {
  if (from.includes(status)) return null;
  return new DomainError(
    'CONFLICT',
    `The run is ${status} already; only a run that is ${from.join(' or ')} can become ${to}`,
  );
}

function untrained({ draft }: StoredRun): DomainError | null {
  if (!isSynthetic(draft)) return null;
  return new DomainError(
    'SYNTHETIC_RUN',
    `The run was measured on random weights (${draft.modelId}), so it is no factor of a model and stays a draft; reject it, or measure the trained weights`,
  );
}

/** What the authors of a source published is not for others to take away. */
function closed({ draft: { sourceId } }: StoredRun, reserved: ReadonlySet<string>): DomainError | null {
  if (!reserved.has(sourceId)) return null;
  return new DomainError(
    'SOURCE_RESERVED',
    `${sourceId} holds what its authors published, so none of its runs can be rejected; ask for factors of another source, or filter them by source`,
  );
}
