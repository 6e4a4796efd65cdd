export * from './uncertain.js';
export * from './workload.js';
