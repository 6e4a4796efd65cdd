import { DAYS_PER_WEEK, DAYS_PER_YEAR } from './calendar.js';

/** How a volume goes up and down over the horizon; the horizon starts on a Monday. */
export interface Profile {
  /** Monday to Sunday, each against the mean of the seven; null where all days are alike. */
  readonly weights: readonly number[] | null;
  /** Compound growth a year, as a fraction: 0.5 is half as much again after 365 days. */
  readonly growthPerYear: number;
}

export const STEADY: Profile = { weights: null, growthPerYear: 0 };

/** Weights of Monday to Sunday against their mean. */
export function weightsOf(week: readonly number[]): number[] {
  const mean = week.reduce((sum, weight) => sum + weight, 0) / DAYS_PER_WEEK;
  return week.map((weight) => weight / mean);
}

const WEEKDAYS = 5;

/** The weights of a week of which a share falls on Monday to Friday, evenly, and the rest on the weekend. */
export function weightsOfWeekdayShare(share: number): number[] {
  const day = (ofWeek: number, days: number): number => (ofWeek / days) * DAYS_PER_WEEK;
  const weekend = day(1 - share, DAYS_PER_WEEK - WEEKDAYS);
  return [...Array<number>(WEEKDAYS).fill(day(share, WEEKDAYS)), weekend, weekend];
}

/** Σ e^(k·ln q) for k = 0 … n−1, without loss where q is close to 1. */
const geometricSum = (lnQ: number, n: number): number =>
  lnQ === 0 ? n : Math.expm1(n * lnQ) / Math.expm1(lnQ);

/**
 * The volume of a horizon over that of a mean day of its first week without growth: Σ w(d)·(1 + g)^(d/365) over
 * the days d = 0 … days − 1, w the weight of the weekday. Equal to `days` for a steady volume.
 */
export function dayEquivalents({ weights, growthPerYear }: Profile, days: number): number {
  if (weights === null && growthPerYear === 0) return days;
  const lnDaily = Math.log1p(growthPerYear) / DAYS_PER_YEAR;
  return Array.from({ length: DAYS_PER_WEEK }, (_, weekday) => {
    const occurrences = Math.max(0, Math.ceil((days - weekday) / DAYS_PER_WEEK));
    const first = (weights?.[weekday] ?? 1) * Math.exp(weekday * lnDaily);
    return first * geometricSum(DAYS_PER_WEEK * lnDaily, occurrences);
  }).reduce((sum, part) => sum + part, 0);
}

/** The mean day of the horizon, as a multiple of the volume that was given. Exactly 1 for a steady volume. */
export function meanDay(profile: Profile, days: number): number {
  return dayEquivalents(profile, days) / days;
}
