export { type AnovaCell } from './complete-sub-table.js';
export * from './crossed-anova.js';
export { fentonWilkinson, type LogCovariance, type LogNormalSum, type SumTerm } from './fenton-wilkinson.js';
export * from './log-log-regression.js';
export * from './lognormal.js';
export * from './means.js';
export * from './moments.js';
export * from './student-t.js';
export * from './sum-sharing.js';
