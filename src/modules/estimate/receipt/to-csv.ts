import type { EstimateDto } from '../estimate.dto.js';
import type { EstimateTotalDto } from '../total.dto.js';
import type { WorkloadEstimateDto } from '../workload.dto.js';

type Cell = string | number | null;

/** Name of each column and what it holds; a blank cell is unknown. */
const FIGURES: readonly (readonly [name: string, of: (total: EstimateTotalDto) => Cell])[] = [
  ['inferences', (total) => total.inferences],
  ...intervals('energy_kwh', (total) => total.energyKwh),
  ...intervals('emissions_kg_co2e', (total) => total.emissionsKgCo2e),
  ...intervals('as_measured_kg_co2e', (total) => total.asMeasuredKgCo2e),
  ...intervals('market_based_kg_co2e', (total) => total.marketBasedKgCo2e),
  ...intervals('embodied_kg_co2e', (total) => total.embodiedKgCo2e),
  ...intervals('water_l', (total) => total.waterL),
  ...intervals('electricity_cost', (total) => total.electricityCost),
  ...intervals('sci_g_per_unit', (total) => total.sciGPerUnit),
];

function intervals(name: string, of: (total: EstimateTotalDto) => EstimateTotalDto['energyKwh'] | null) {
  return (['mean', 'p5', 'p50', 'p95'] as const).map(
    (part) => [`${name}_${part}`, (total: EstimateTotalDto): Cell => of(total)?.[part] ?? null] as const,
  );
}

const SPANS = ['perDay', 'perYear', 'horizon'] as const;

/**
 * An estimate as CSV (RFC 4180): a row for each workload and span, then the totals with an empty workload. Numbers
 * are written in full, so that they read back as they were.
 */
export function toCsv(estimate: EstimateDto): string {
  const header = [
    'estimate',
    'factor_set',
    'method',
    'workload',
    'label',
    'task',
    'model',
    'zone',
    'boundary',
    'factor',
    'level',
    'span',
  ];
  const own = [estimate.id, estimate.factorSet, estimate.method];
  const rows = [
    ...estimate.workloads.flatMap((workload, index) => rowsOf(workload, describe(workload, index))),
    ...rowsOf(estimate, [null, null, null, null, null, estimate.boundary, null, null]),
  ];
  return [[...header, ...FIGURES.map(([name]) => name)], ...rows.map((row) => [...own, ...row])]
    .map((row) => row.map(cell).join(','))
    .join('\r\n')
    .concat('\r\n');
}

const describe = (workload: WorkloadEstimateDto, index: number): Cell[] => [
  index,
  workload.label,
  workload.task,
  workload.model,
  workload.zone?.zone ?? 'mixed',
  workload.boundary,
  workload.factor?.id ?? 'mixed',
  workload.level ?? 'mixed',
];

const rowsOf = (
  totals: Record<(typeof SPANS)[number], EstimateTotalDto>,
  described: readonly Cell[],
): Cell[][] => SPANS.map((span) => [...described, span, ...FIGURES.map(([, of]) => of(totals[span]))]);

/** Text that a spreadsheet would run as a formula is put behind an apostrophe. */
function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
