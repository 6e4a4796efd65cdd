export { createExecutor } from './create.js';
export { messageOf, type Executor, type ExecutorAvailability, type ExecutorKind } from './executor.js';
export { ENDPOINT_DIALECTS, type EndpointDialect, type ExecutorOptions } from './options.js';
export { EXECUTORS } from './registry.js';
