/** Days in the year of `perYear` and of growth rates. */
export const DAYS_PER_YEAR = 365;

export const DAYS_PER_WEEK = 7;

export const SECONDS_PER_DAY = 86_400;
