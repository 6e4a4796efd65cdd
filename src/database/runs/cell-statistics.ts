import { LRUCache } from 'lru-cache';
import type { EntityManager } from 'typeorm';
import { byText, groupBy } from '../../core/collections.js';
import { Energy } from '../../core/quantity/index.js';
import type { FunctionalUnit } from '../../core/run/index.js';
import { momentsOf } from '../../core/statistics/index.js';
import type { CountedRun } from './run-rows.js';
import type { Row } from '../rows.js';

/**
 * Merges new runs into the sufficient statistics of their cells: one row a cell, functional unit and set of flags.
 * The merge is Chan, Golub and LeVeque's (1979), done by Postgres under the row's lock, so that
 * writers on several replicas cannot lose each other's runs.
 */
export async function addToStatistics(manager: EntityManager, runs: readonly CountedRun[]): Promise<void> {
  const groups = groupBy(runs.flatMap(measurements), stratumOf);
  const rows = [...groups.values()]
    .map(statisticRow)
    .sort(byText((row) => `${row['cell_id']} ${row['unit']} ${JSON.stringify(row['flags'])}`));
  if (rows.length === 0) return;
  await manager.query(MERGE, [JSON.stringify(rows)]);
}

interface Measurement {
  readonly cellId: string;
  readonly unit: FunctionalUnit;
  readonly energyWh: number;
  readonly seconds: number | null;
  readonly loadWh: number | null;
  readonly outputTokens: number | null;
  /** Sorted, each once. */
  readonly flags: readonly string[];
  readonly measuredAt: string | null;
}

const stratumOf = ({ cellId, unit, flags }: Measurement): string => `${cellId} ${unit} ${flags.join('\n')}`;

/** A run counts per its own unit, and per output token where the source gives that too. */
function measurements({ draft, cellId, query }: CountedRun): Measurement[] {
  const load = draft.phases.find((phase) => phase.phase === 'load');
  const own: Measurement = {
    cellId,
    unit: query.unit,
    energyWh: Energy.toWh(query.energyPerUnitJ),
    seconds:
      query.durationS !== null && query.unitCount
        ? query.durationS / query.unitCount
        : draft.loadShape.latencyS,
    loadWh: load ? Energy.toWh(load.energyPerUnitJ) : null,
    outputTokens: draft.loadShape.outputTokensPerUnit,
    flags: setOf(draft.qcFlags),
    measuredAt: draft.measuredAt,
  };
  const perToken = query.energyPerOutputTokenJ;
  if (perToken === null || !(perToken > 0) || query.unit === 'output-token') return [own];
  const tokens = { energyWh: Energy.toWh(perToken), seconds: null, loadWh: null };
  return [own, { ...own, unit: 'output-token', ...tokens }];
}

/** Sorted, each once. Runs of a file share few such sets. */
function setOf(flags: readonly string[]): readonly string[] {
  const name = flags.join('\n');
  const known = flagSets.get(name);
  if (known !== undefined) return known;
  const set = [...new Set(flags)].sort();
  flagSets.set(name, set);
  return set;
}

const flagSets = new LRUCache<string, readonly string[]>({ max: 1_000 });

function statisticRow(group: readonly Measurement[]): Row {
  const energy = momentsOf(group.map((m) => m.energyWh));
  const ln = momentsOf(group.map((m) => Math.log(m.energyWh)));
  const seconds = momentsOf(known(group, ({ seconds }) => seconds));
  const load = momentsOf(known(group, ({ loadWh }) => loadWh));
  const tokens = momentsOf(known(group, ({ outputTokens }) => outputTokens));
  const measured = known(group, ({ measuredAt }) => measuredAt);
  return {
    cell_id: group[0]?.cellId,
    unit: group[0]?.unit,
    runs: energy.n,
    energy_wh_mean: energy.mean,
    energy_wh_m2: energy.m2,
    ln_energy_mean: ln.mean,
    ln_energy_m2: ln.m2,
    timed_runs: seconds.n,
    seconds_mean: seconds.n > 0 ? seconds.mean : null,
    load_runs: load.n,
    load_wh_mean: load.n > 0 ? load.mean : null,
    token_runs: tokens.n,
    output_tokens_mean: tokens.n > 0 ? tokens.mean : null,
    flags: group[0]?.flags,
    measured_from: measured.reduce<string | null>(earlier, null),
    measured_to: measured.reduce<string | null>(later, null),
  };
}

const known = <T>(group: readonly Measurement[], valueOf: (of: Measurement) => T | null): T[] =>
  group.map(valueOf).filter((value) => value !== null);

const earlier = (a: string | null, b: string): string => (a === null || b < a ? b : a);
const later = (a: string | null, b: string): string => (a === null || b > a ? b : a);

const mergedMean = (mean: string, n: string): string => `
  CASE WHEN s.${n} + excluded.${n} = 0 THEN NULL ELSE
    (coalesce(s.${mean}, 0) * s.${n} + coalesce(excluded.${mean}, 0) * excluded.${n}) / (s.${n} + excluded.${n}) END`;

const mergedM2 = (name: string): string => `
  s.${name}_m2 + excluded.${name}_m2
    + power(excluded.${name}_mean - s.${name}_mean, 2) * s.runs * excluded.runs / (s.runs + excluded.runs)`;

const MERGE = `
  INSERT INTO cell_statistic AS s
  SELECT * FROM json_populate_recordset(null::cell_statistic, $1)
  ON CONFLICT (cell_id, unit, flags) DO UPDATE SET
    runs = s.runs + excluded.runs,
    energy_wh_mean = ${mergedMean('energy_wh_mean', 'runs')},
    energy_wh_m2 = ${mergedM2('energy_wh')},
    ln_energy_mean = ${mergedMean('ln_energy_mean', 'runs')},
    ln_energy_m2 = ${mergedM2('ln_energy')},
    timed_runs = s.timed_runs + excluded.timed_runs,
    seconds_mean = ${mergedMean('seconds_mean', 'timed_runs')},
    load_runs = s.load_runs + excluded.load_runs,
    load_wh_mean = ${mergedMean('load_wh_mean', 'load_runs')},
    token_runs = s.token_runs + excluded.token_runs,
    output_tokens_mean = ${mergedMean('output_tokens_mean', 'token_runs')},
    measured_from = least(s.measured_from, excluded.measured_from),
    measured_to = greatest(s.measured_to, excluded.measured_to)`;
