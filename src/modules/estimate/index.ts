export { BulkEstimatesService } from './bulk/bulk-estimates.service.js';
export type { BulkQuery } from './bulk/bulk.input.js';
export { USAGE_FORMATS } from './bulk/usage-source.js';
export { EstimateModule } from './estimate.module.js';
