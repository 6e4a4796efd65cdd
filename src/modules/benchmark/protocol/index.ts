export { captureEnvironment } from './environment.js';
export { withPinnedThreads } from './pin-threads.js';
export { requireMeterFor } from './plan.js';
export type { Outcome, OutcomeStatus, Progress, ProtocolPlan, Stage } from './plan.js';
export { powerOf, runProtocol } from './run-protocol.js';
