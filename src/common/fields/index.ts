export * from './count.scalar.js';
export * from './input.js';
export * from './output.js';
export * from './json.scalar.js';
