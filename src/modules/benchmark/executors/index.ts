export { createExecutor } from './create.js';
export type { Executor, ExecutorAvailability, ExecutorKind } from './executor.js';
export { ENDPOINT_DIALECTS, type EndpointDialect, type ExecutorOptions } from './options.js';
export { EXECUTORS } from './registry.js';
