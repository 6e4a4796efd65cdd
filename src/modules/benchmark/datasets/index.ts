export type { BenchmarkInput, Dataset, DatasetKind, DatasetSpec, PreparedInputs } from './dataset.js';
export { openDataset, parseDatasetSpec, prepareInputs } from './prepare.js';
export { DATASETS } from './registry.js';
