import type { ResolvedZoneDto } from '../grid/index.js';
import type { EstimateWarningDto } from './estimate.dto.js';

/**
 * Says so where some intensities count the making of fuel and plants (`lifecycle`) and others the stack alone
 * (`direct`): for the USA in 2023 and 2024 that alone is 383.55 against 349.67 g/kWh (Ember; US EPA eGRID).
 */
export function mixedSeriesIn(zones: readonly ResolvedZoneDto[]): EstimateWarningDto | null {
  const named = (kind: string): string[] => [
    ...new Set(
      zones.flatMap(({ lifeCycle, zone, vintage }) => (lifeCycle === kind ? [`${zone} (${vintage})`] : [])),
    ),
  ];
  const [wide, narrow] = [named('lifecycle'), named('direct')];
  if (wide.length === 0 || narrow.length === 0) return null;
  const message =
    `the carbon intensities do not count the same: ${wide.slice(0, SHOWN).join(', ')} over the life cycle, ` +
    `${narrow.slice(0, SHOWN).join(', ')} at the stack alone; name zones that one series has to compare or add them`;
  return { code: 'GRID_SERIES_MIXED', message, workload: null, workloads: [] };
}

const SHOWN = 3;
