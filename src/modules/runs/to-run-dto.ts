import { Energy } from '../../core/quantity/index.js';
import type { HardwareEntity } from '../catalogue/index.js';
import type { RunDto, RunMachineDto, RunPhaseDto } from './run.dto.js';
import type { RunEntity, RunPhaseEntity } from './run.entity.js';

const PHASE_ORDER = ['load', 'transfer', 'prefill', 'decode', 'query', 'query-steady-state'];

const kwh = (joules: number | null): number | null => (joules === null ? null : Energy.toKwh(joules));

export function toRunDto(run: RunEntity, machine: HardwareEntity | undefined): RunDto {
  if (!machine) throw new Error(`run ${run.id} names hardware that is not there: ${run.hardware}`);
  const {
    seq,
    cellId,
    createdAt,
    sourceId,
    modelId,
    modelIdReported,
    energyScope,
    emissionsReportedKg,
    qcFlags,
    phases,
    ...own
  } = run;
  return {
    ...own,
    machine: toMachineDto(machine),
    source: sourceId,
    model: modelId,
    modelReported: modelIdReported,
    scope: energyScope,
    emissionsReportedKgCo2e: emissionsReportedKg,
    flags: qcFlags,
    phases: [...phases]
      .sort((a, b) => PHASE_ORDER.indexOf(a.phase) - PHASE_ORDER.indexOf(b.phase))
      .map(toPhaseDto),
  };
}

const toMachineDto = ({ gpuModel, gpuCount, nodes, cpuModel, ramGb }: HardwareEntity): RunMachineDto => ({
  ...{ gpuModel, gpuCount, nodes, cpuModel, ramGb },
});

const toPhaseDto = (phase: RunPhaseEntity): RunPhaseDto => ({
  phase: phase.phase,
  unit: phase.unit,
  unitCount: phase.unitCount,
  energyKwh: kwh(phase.energyTotalJ),
  energyGpuKwh: kwh(phase.energyGpuJ),
  energyCpuKwh: kwh(phase.energyCpuJ),
  energyRamKwh: kwh(phase.energyRamJ),
  energyWhPerUnit: Energy.toWh(phase.energyPerUnitJ),
  energyWhPerOutputToken:
    phase.energyPerOutputTokenJ === null ? null : Energy.toWh(phase.energyPerOutputTokenJ),
  durationS: phase.durationS,
  avgPowerW: phase.avgPowerW,
});
