import { EMPTY_MOMENTS, mergeMoments } from '../statistics/index.js';
import type { Moments } from '../statistics/index.js';
import type { MeasuredCell, MeasuredPeriod } from './factor.js';

/** A mean that can be merged with another; 0 of 0 where nothing was observed. */
export type Mean = Pick<Moments, 'n' | 'mean'>;

/** Those runs of a cell that carry the same set of quality flags: what can be left out without its runs. */
export interface Stratum {
  readonly flags: readonly string[];
  readonly energyWh: Moments;
  readonly lnEnergy: Moments;
  readonly secondsPerUnit: Mean;
  readonly loadWh: Mean;
  readonly outputTokensPerUnit: Mean;
  readonly measured: MeasuredPeriod;
}

/** A cell with its statistics kept apart by flags. */
export interface StratifiedCell extends Pick<MeasuredCell, 'id' | 'identity' | 'unit'> {
  readonly strata: readonly Stratum[];
}

/** Which runs to leave out: those that carry one of the flags, or any flag at all. */
export type Exclusion = ReadonlySet<string> | 'any-flag';

const isExcluded = ({ flags }: Stratum, exclusion: Exclusion): boolean =>
  exclusion === 'any-flag' ? flags.length > 0 : flags.some((flag) => exclusion.has(flag));

export const NOTHING: Exclusion = new Set();

/** The cell as it is without the excluded runs; null where none is left. */
export function withoutExcluded(cell: StratifiedCell, exclusion: Exclusion): StratifiedCell | null {
  const strata = cell.strata.filter((stratum) => !isExcluded(stratum, exclusion));
  if (strata.length === cell.strata.length) return cell;
  return strata.length === 0 ? null : { ...cell, strata };
}

/** The statistics of all runs of a cell. */
export function mergeStrata({ id, identity, unit, strata }: StratifiedCell): MeasuredCell {
  return {
    id,
    identity,
    unit,
    energyWh: strata.reduce((all, { energyWh }) => mergeMoments(all, energyWh), EMPTY_MOMENTS),
    lnEnergy: strata.reduce((all, { lnEnergy }) => mergeMoments(all, lnEnergy), EMPTY_MOMENTS),
    secondsPerUnit: meanOf(strata.map((stratum) => stratum.secondsPerUnit)),
    loadWh: meanOf(strata.map((stratum) => stratum.loadWh)),
    outputTokensPerUnit: meanOf(strata.map((stratum) => stratum.outputTokensPerUnit)),
    flags: [...new Set(strata.flatMap(({ flags }) => flags))].sort(),
    measured: periodOf(strata.map(({ measured }) => measured)),
  };
}

function meanOf(means: readonly Mean[]): number | null {
  const n = means.reduce((sum, mean) => sum + mean.n, 0);
  return n === 0 ? null : means.reduce((sum, mean) => sum + mean.mean * mean.n, 0) / n;
}

/** From the earliest to the latest; the texts are ISO 8601, so that they sort as they stand. */
export function periodOf(periods: readonly MeasuredPeriod[]): MeasuredPeriod {
  const from = periods.flatMap((period) => period.from ?? []).sort();
  const to = periods.flatMap((period) => period.to ?? []).sort();
  return { from: from[0] ?? null, to: to.at(-1) ?? null };
}
