import { sciGPerUnit } from './sci.js';
import { intervalOfSum, scaled } from './uncertain.js';
import type { Interval, Product } from './uncertain.js';
import { commonAmount, volumesOf } from './volume.js';
import type { Volume } from './volume.js';
import type { WorkloadDay } from './workload.js';

/** Every figure of an estimate over some time. Null where an input of any part is not known. */
export interface Total {
  readonly volumes: readonly Volume[];
  readonly energyKwh: Interval;
  readonly emissionsKgCo2e: Interval;
  readonly asMeasuredKgCo2e: Interval | null;
  readonly marketBasedKgCo2e: Interval | null;
  readonly embodiedKgCo2e: Interval | null;
  readonly waterL: Interval | null;
  readonly electricityCost: Interval | null;
  readonly sciGPerUnit: Interval | null;
}

const allOf = (lists: readonly (readonly Product[] | null)[]): Product[] | null =>
  lists.every((list) => list !== null) ? lists.flat() : null;

const sumOf = (products: readonly Product[] | null): Interval | null => products && intervalOfSum(products);

/** Where any part has a contract, the others enter market-based totals at their grid's intensity. */
function marketBasedOf(days: readonly WorkloadDay[]): Product[] | null {
  if (days.every((day) => day.marketBasedKgCo2e === null)) return null;
  return days.flatMap((day) => day.marketBasedKgCo2e ?? day.emissionsKgCo2e);
}

/** The total of a day: means add, and what the parts share does not average out. */
export function dayTotal(days: readonly WorkloadDay[]): Total {
  const operational = days.flatMap((day) => day.emissionsKgCo2e);
  const embodied = allOf(days.map((day) => day.embodiedKgCo2e));
  const volumes = days.map((day) => day.volume);
  return {
    volumes: volumesOf(volumes),
    energyKwh: intervalOfSum(days.flatMap((day) => day.energyKwh)),
    emissionsKgCo2e: intervalOfSum(operational),
    asMeasuredKgCo2e: sumOf(allOf(days.map((day) => day.asMeasuredKgCo2e))),
    marketBasedKgCo2e: sumOf(marketBasedOf(days)),
    embodiedKgCo2e: sumOf(embodied),
    waterL: sumOf(allOf(days.map((day) => day.waterL))),
    electricityCost: sumOf(allOf(days.map((day) => day.electricityCost))),
    sciGPerUnit: sciGPerUnit(operational, embodied, commonAmount(volumes)),
  };
}

/** The same over a number of days; what is per unit stays. */
export function overDays(total: Total, days: number): Total {
  const times = (interval: Interval | null): Interval | null => interval && scaled(interval, days);
  return {
    volumes: total.volumes.map(({ unit, amount }) => ({ unit, amount: amount * days })),
    energyKwh: scaled(total.energyKwh, days),
    emissionsKgCo2e: scaled(total.emissionsKgCo2e, days),
    asMeasuredKgCo2e: times(total.asMeasuredKgCo2e),
    marketBasedKgCo2e: times(total.marketBasedKgCo2e),
    embodiedKgCo2e: times(total.embodiedKgCo2e),
    waterL: times(total.waterL),
    electricityCost: times(total.electricityCost),
    sciGPerUnit: total.sciGPerUnit,
  };
}
