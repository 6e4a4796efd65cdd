import { hardwareSlug } from '../../../../core/run/index.js';
import type { RunHardware } from '../../../../core/run/index.js';
import { isFields, type Fields } from '../shared/fields.js';
import { Rejection } from '../shared/rejection.js';

/**
 * A run as `GET /v1/runs` gives it, in the form that `POST /v1/runs` takes: its hardware by its parts, and without
 * what the service says of it. Hardware that is a slug tells the one form from the other; any other run is as it was.
 *
 * @throws Rejection where the slug stands alone, or beside another machine than its own.
 */
export function asSent(run: Fields): Fields {
  const { hardware, machine, ...rest } = run;
  if (typeof hardware !== 'string') return run;
  if (!isFields(machine)) {
    throw new Rejection(
      'VALIDATION_FAILED',
      'hardware names a machine: give `machine` beside it as GET /v1/runs does, or hardware as an object of gpuModel, gpuCount, nodes, cpuModel and ramGb',
      'hardware',
    );
  }
  if (slugOf(machine) !== hardware) {
    throw new Rejection(
      'VALIDATION_FAILED',
      'machine is another than hardware names: change both, or give hardware as an object instead of them',
      'machine',
    );
  }
  const { id, status, reviewReason, gpusActive, parallelism, ...sent } = rest;
  return { ...sent, hardware: { ...machine, gpusActive, parallelism } };
}

/** Null where a part is not even of its type. */
function slugOf({ gpuModel = null, gpuCount, nodes = 1, cpuModel = null }: Fields): string | null {
  const named = (part: unknown): boolean => part === null || typeof part === 'string';
  if (![gpuCount, nodes].every(Number.isSafeInteger) || ![gpuModel, cpuModel].every(named)) return null;
  return hardwareSlug({ gpuModel, gpuCount, nodes, cpuModel } as RunHardware);
}
