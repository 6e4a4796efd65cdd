export * from './datasets/index.js';
export * from './executors/index.js';
export * from './meters/index.js';
export * from './protocol/index.js';
