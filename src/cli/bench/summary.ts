import { Energy } from '../../core/quantity/index.js';
import { netEnergyJ, totalEnergyJ } from '../../core/benchmark/index.js';
import { DataFolder } from '../../database/seed/data-folder.js';
import { powerOf, type Outcome } from '../../modules/benchmark/index.js';

/** The result in words: energy per 1,000 inferences beside the study's, and all that makes it doubtful. */
export async function summaryOf(task: string, outcome: Outcome): Promise<string[]> {
  const { status, problem, repetitions, interval, flags } = outcome;
  const warnings = repetitions.flatMap(({ reading }) => reading.warnings.map(({ message }) => message));
  return [
    `${status}${problem ? `: ${problem.message}` : ''} (${repetitions.length} repetitions)`,
    ...(interval ? [`gross  ${perThousand(interval.mean)}${width(interval.relativeHalfWidth)}`] : []),
    ...net(outcome),
    ...(await studyOf(task)),
    ...(flags.length > 0 ? [`flags  ${flags.join(', ')}`] : []),
    ...[...new Set(warnings)].map((message) => `note   ${message}`),
  ];
}

/** Wh per inference and kWh per 1,000 are the same number. */
const perThousand = (joules: number): string =>
  `${Energy.toKwh(joules * 1000).toPrecision(4)} kWh per 1,000 inferences`;

const width = (halfWidth: number | null): string =>
  halfWidth === null ? '' : ` ± ${(100 * halfWidth).toFixed(1)} %`;

/** Gross less idle power, over all repetitions; where idle was metered. */
function net({ repetitions, idleBefore, idleAfter }: Outcome): string[] {
  const idle = [idleBefore, idleAfter].flatMap((reading) => (reading && powerOf(reading)) ?? []);
  const totals = repetitions.map(({ reading }) => totalEnergyJ(reading) ?? 0);
  const grossJ = totals.reduce((sum, energy) => sum + energy, 0);
  const seconds = repetitions.reduce((sum, { reading }) => sum + reading.durationS, 0);
  const inferences = repetitions.reduce((sum, { work }) => sum + work.inferences, 0);
  const netJ = netEnergyJ(grossJ, seconds, idle);
  return netJ === null || inferences === 0 ? [] : [`net    ${perThousand(netJ / inferences)}`];
}

async function studyOf(task: string): Promise<string[]> {
  const rows = await new DataFolder('study-constants/1').csv('task-factors.csv');
  const row = rows.find((candidate) => candidate['task'] === task);
  if (row === undefined) return [];
  const mean = Number(row['mean_kwh_per_1000']).toPrecision(4);
  return [
    `study  ${mean} kWh per 1,000 inferences (Luccioni et al. 2024, a node of 8 A100 of which one works)`,
  ];
}
