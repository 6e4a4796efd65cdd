export * from './change.js';
export * from './derive.js';
export * from './factor.js';
