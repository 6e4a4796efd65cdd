/** Variances of logarithms below this are rounding: no two independent measurements agree to nine digits. */
const ROUNDING = 1e-18;

/**
 * The sd of a variance that data can tell; null where it is not known or is nothing. Nothing comes from one
 * measurement entered twice, as MLPerf's accuracy targets are, and says nothing of what would come next.
 */
export const knownSigma = (variance: number | null): number | null =>
  variance === null || variance < ROUNDING ? null : Math.sqrt(variance);
