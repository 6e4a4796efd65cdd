import { recordToRun } from './measured-record.js';
import type { SourceMapping } from './source-mapping.js';

/** MLPerf meters the whole server at the wall and does not say which accelerators idled. */
export const mlperfInferenceV41: SourceMapping = {
  folder: 'mlperf-inference/v4.1',
  rowToRun: (row, source) => recordToRun(row, source, 'unknown'),
};
