import { In } from 'typeorm';
import type { EntityManager } from 'typeorm';
import type {
  EnergyScope,
  FunctionalUnit,
  Phase,
  PhaseDraft,
  RunDraft,
  RunStatus,
} from '../../core/run/index.js';
import { HardwareEntity } from '../../modules/catalogue/hardware/hardware.entity.js';
import { RunEntity } from '../../modules/runs/run.entity.js';
import type { RunPhaseEntity } from '../../modules/runs/run.entity.js';
import { queryPhaseOf } from './run-rows.js';
import type { CountedRun } from './run-rows.js';

/** A stored run as the draft that it was made from. */
export interface StoredRun extends CountedRun {
  readonly id: string;
  readonly status: RunStatus;
}

/** Which of some ids are those of stored runs. */
export async function storedIds(
  manager: EntityManager,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await manager.query<{ id: string }[]>('SELECT id FROM run WHERE id = ANY($1::uuid[])', [ids]);
  return new Set(rows.map(({ id }) => id));
}

/** The runs of some ids that are there, by id. */
export async function readRuns(
  manager: EntityManager,
  ids: readonly string[],
): Promise<Map<string, StoredRun>> {
  const stored = await storedIds(manager, ids);
  if (stored.size === 0) return new Map();
  const runs = await manager.find(RunEntity, {
    where: { id: In([...stored]) },
    relations: { phases: true },
    relationLoadStrategy: 'query',
  });
  const slugs = [...new Set(runs.map((run) => run.hardware))];
  const machines = new Map(
    (await manager.findBy(HardwareEntity, { slug: In(slugs) })).map((machine) => [machine.slug, machine]),
  );
  return new Map(runs.map((run) => [run.id, storedRun(run, machines.get(run.hardware))]));
}

function storedRun(run: RunEntity, machine: HardwareEntity | undefined): StoredRun {
  if (!machine) throw new Error(`run ${run.id} names hardware that is not there: ${run.hardware}`);
  const draft = draftOf(run, machine);
  return { id: run.id, draft, cellId: run.cellId, query: queryPhaseOf(draft), status: run.status };
}

function draftOf(run: RunEntity, machine: HardwareEntity): RunDraft {
  const { seq, id, cellId, status, reviewReason, createdAt, ...own } = run;
  const { gpusActive, parallelism, phases, energyScope, ...rest } = own;
  const { batchSizeMean, batchSizeMax, inputTokensPerUnit, outputTokensPerUnit, ...others } = rest;
  const { throughputUnitsPerS, latencyS, scenario, imageWidth, imageHeight, steps, frames, fps, ...flat } =
    others;
  const { gpuModel, gpuCount, nodes, cpuModel, ramGb } = machine;
  return {
    ...flat,
    energyScope: energyScope as EnergyScope,
    hardware: { gpuModel, gpuCount, gpusActive, nodes, cpuModel, ramGb, parallelism },
    loadShape: {
      ...{ batchSizeMean, batchSizeMax, inputTokensPerUnit, outputTokensPerUnit },
      ...{ throughputUnitsPerS, latencyS, scenario },
    },
    outputShape: { imageWidth, imageHeight, steps, frames, fps },
    phases: phases.map(phaseOf),
  };
}

const phaseOf = ({ runId, run, phase, unit, ...own }: RunPhaseEntity): PhaseDraft => ({
  phase: phase as Phase,
  unit: unit as FunctionalUnit,
  ...own,
});
