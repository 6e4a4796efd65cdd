import type { EstimateDto } from '../estimate.dto.js';
import type { WorkloadEstimateDto, WorkloadPartDto } from '../workload.dto.js';
import type { ChangeReasonDto, FigureChangeDto, RerunDto, WorkloadChangeDto } from './receipt.dto.js';

/** What moved between two answers to one question, and why, workload by workload. */
export function explainRerun(before: EstimateDto, after: EstimateDto): RerunDto {
  const changes = after.workloads.map((workload, index) => {
    const earlier = before.workloads[index];
    if (!earlier) throw new Error('a receipt and its rerun must have the same workloads');
    return changeOf(earlier, workload, { index, method: [before.method, after.method] });
  });
  return {
    before,
    after,
    unchanged: JSON.stringify(before.perDay) === JSON.stringify(after.perDay),
    energyKwh: figure(before.perDay.energyKwh.mean, after.perDay.energyKwh.mean),
    emissionsKgCo2e: figure(before.perDay.emissionsKgCo2e.mean, after.perDay.emissionsKgCo2e.mean),
    changes,
  };
}

const figure = (before: number, after: number): FigureChangeDto => ({ before, after, ratio: after / before });

function changeOf(
  before: WorkloadEstimateDto,
  after: WorkloadEstimateDto,
  {
    index,
    method: [methodBefore, methodAfter],
  }: { readonly index: number; readonly method: [string, string] },
): WorkloadChangeDto {
  const reasons = after.parts.flatMap((part, i) => {
    const earlier = before.parts[i];
    return earlier ? reasonsOf(earlier, part, i) : [];
  });
  if (methodBefore !== methodAfter) {
    const message = `the method went from ${methodBefore} to ${methodAfter}`;
    reasons.push({ code: 'METHOD_CHANGED', part: null, message, before: null, after: null });
  }
  return {
    workload: index,
    label: after.label,
    energyKwh: figure(before.perDay.energyKwh.mean, after.perDay.energyKwh.mean),
    emissionsKgCo2e: figure(before.perDay.emissionsKgCo2e.mean, after.perDay.emissionsKgCo2e.mean),
    reasons,
  };
}

function reasonsOf(before: WorkloadPartDto, after: WorkloadPartDto, part: number): ChangeReasonDto[] {
  const product = ({ production }: WorkloadPartDto): number => production.reduce((k, used) => k * used.k, 1);
  const grid = ({ zone }: WorkloadPartDto): string =>
    `${zone.zone} (${zone.source}, ${zone.year ?? 'undated'})`;
  const moved = (code: string, what: string, from: number, to: number): ChangeReasonDto[] =>
    from === to ? [] : [{ code, part, message: `${what}: ${ratioText(from, to)}`, before: from, after: to }];
  return [
    ...factorReasons(before, after, part),
    ...moved(
      'GRID_MOVED',
      `carbon intensity of ${grid(before)}, now ${grid(after)}`,
      before.zone.carbonIntensityGPerKwh,
      after.zone.carbonIntensityGPerKwh,
    ),
    ...moved(
      'PUE_MOVED',
      `PUE by ${before.pue.source}, now by ${after.pue.source}`,
      before.pue.value,
      after.pue.value,
    ),
    ...moved('PRODUCTION_MOVED', 'production scenario', product(before), product(after)),
  ];
}

function factorReasons(
  { factor: before }: WorkloadPartDto,
  { factor: after }: WorkloadPartDto,
  part: number,
): ChangeReasonDto[] {
  const [from, to] = [before.energyWhPerUnit.mean, after.energyWhPerUnit.mean];
  if (before.id !== after.id) {
    const message =
      `factor ${before.id} (${before.level}, ${before.source}) is replaced by ${after.id} ` +
      `(${after.level}, ${after.source}): ${ratioText(from, to)}`;
    return [{ code: 'FACTOR_REPLACED', part, message, before: from, after: to }];
  }
  const spread = before.energyWhPerUnit.sigma !== after.energyWhPerUnit.sigma;
  if (from === to && !spread) return [];
  const message = `factor ${after.id} is derived from other runs: ${ratioText(from, to)}${spread ? ', and its spread moved' : ''}`;
  return [{ code: 'FACTOR_MOVED', part, message, before: from, after: to }];
}

const ratioText = (from: number, to: number): string =>
  `${from.toPrecision(6)} to ${to.toPrecision(6)}, times ${(to / from).toPrecision(4)}`;
