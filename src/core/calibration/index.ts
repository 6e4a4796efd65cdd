export * from './coverage.js';
export * from './trials.js';
