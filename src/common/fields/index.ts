export * from './count.scalar.js';
export * from './input.js';
export * from './output.js';
