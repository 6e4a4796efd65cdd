export * from './derive.js';
export * from './factor.js';
