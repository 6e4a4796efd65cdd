import { luccioni2023 } from './luccioni-2023.js';
import { mlEnergyV1, mlEnergyV2, mlEnergyV3 } from './ml-energy.js';
import { mlperfInferenceV41 } from './mlperf-inference.js';
import type { SourceMapping } from './source-mapping.js';

export type { Row, SourceFile, SourceHardware, SourceMapping } from './source-mapping.js';

/** Every measured source that is seeded; one line each. */
export const SOURCE_MAPPINGS: readonly SourceMapping[] = [
  luccioni2023,
  mlEnergyV1,
  mlEnergyV2,
  mlEnergyV3,
  mlperfInferenceV41,
];
