import type { FactorChangeDto } from '../../factors/index.js';
import type { ImportDto, ImportProblemDto, ImportRejectionDto } from './import.dto.js';
import type { ImportEntity, ImportRejectionEntity, ImportState } from './import.entity.js';

/** How often a running import shows that it lives, and how long without is taken for its end. */
export const HEARTBEAT_MS = 3_000;
export const SILENCE_MS = 15_000;

export function toImportDto(entry: ImportEntity, rejections: readonly ImportRejectionEntity[]): ImportDto {
  const { id, fileName, format, dryRun, bytes, rows, accepted, duplicates, quarantined } = entry;
  return {
    ...{ id, createdAt: entry.createdAt.toISOString(), finishedAt: entry.finishedAt?.toISOString() ?? null },
    state: stateOf(entry),
    ...{ fileName, format, dryRun, bytes, rows, accepted, duplicates, quarantined },
    rejectedTotal: entry.rejected,
    rejected: rejections.map(toRejectionDto),
    problem: entry.problem as ImportProblemDto | null,
    changedFactors: entry.changedFactors as FactorChangeDto[],
  };
}

/**
 * A process that was killed could not say so: its imports are those whose heart has stopped. One whose whole file is
 * kept goes on when a replica takes it over.
 */
function stateOf({ state, heartbeatAt, spooled }: ImportEntity): ImportState {
  const silent = Date.now() - heartbeatAt.getTime() > SILENCE_MS;
  return state === 'running' && silent && !spooled ? 'interrupted' : state;
}

export const toRejectionDto = (rejection: ImportRejectionEntity): ImportRejectionDto => {
  const { row, code, field, message, quarantineId } = rejection;
  return { row, code, field, message, quarantineId };
};
