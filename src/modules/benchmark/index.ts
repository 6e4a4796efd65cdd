export { BenchmarkModule } from './benchmark.module.js';
export * from './datasets/index.js';
export * from './executors/index.js';
export * from './meters/index.js';
export * from './protocol/index.js';
export { BenchmarkWorker } from './worker/benchmark-worker.js';
